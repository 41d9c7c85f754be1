"""The doors of checks in the flow."""

from django.urls import path

from genba.work.views.checks import overview, phone, run

urlpatterns = [
    path("checks/", overview.overview, name="checks"),
    path("checks/data/", phone.checks, name="checks_data"),
    path("checks/offline/", phone.shell, name="checks_shell"),
    path("checks/service-worker.js", phone.worker, name="checks_worker"),
    path("checks/runs/", phone.send, name="checks_send"),
    path("checks/run/<int:pk>/", run.run, name="check_run"),
    path("checks/runs/<int:pk>/", run.result, name="check_result"),
    path("checks/runs/<int:pk>/step/", run.step, name="check_step"),
    path("checks/runs/<int:pk>/results/", run.say, name="check_say"),
    path("checks/runs/<int:pk>/taking-back/", run.back, name="check_back"),
    path("checks/runs/<int:pk>/ending/", run.end, name="check_end"),
    path("checks/runs/<int:pk>/giving-up/", run.leave, name="check_leave"),
    path("checks/runs/<int:pk>/going-on/", run.resume, name="check_resume"),
    path("checks/at/<slug:code>/", overview.at_place, name="checks_at"),
    path("checks/at/<slug:code>/poster.pdf", overview.poster, name="checks_poster"),
    path("checks/of/<int:pk>/rounds/", overview.rounds, name="check_rounds"),
    path("checks/of/<int:pk>/marking/", overview.mark, name="check_mark"),
    path("checks/rounds/<int:pk>/stopping/", overview.stop, name="check_round_stop"),
]
