"""The doors of the room `understand`."""

from django.urls import path

from genba.understand.views import audit_dates, hints, library, metrics, signs

app_name = "understand"

urlpatterns = [
    path("language/hints/", hints.hints, name="hints"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/new/", metrics.new_metric, name="new_metric"),
    path("metrics/library/", library.library, name="metric_library"),
    path("metrics/<int:pk>/", metrics.metric, name="metric"),
    path("metrics/<int:pk>/details/", metrics.edit_metric, name="edit_metric"),
    path("metrics/<int:pk>/readings/", metrics.read, name="read_metric"),
    path("signs/", signs.signs, name="signs"),
    path("signs/<int:pk>/", signs.sign, name="sign"),
    path("signs/<int:pk>/answer/", signs.answer_sign, name="answer_sign"),
    path("signs/<int:pk>/truth/", signs.tell_truth_of_sign, name="tell_truth_of_sign"),
    path("audit-dates/", audit_dates.audit_dates, name="audit_dates"),
    path("audit-dates/new/", audit_dates.new_audit_date, name="new_audit_date"),
    path("audit-dates/<int:pk>/", audit_dates.edit_audit_date, name="edit_audit_date"),
    path("audit-dates/<int:pk>/withdraw/", audit_dates.withdraw_audit_date, name="withdraw_audit_date"),
]
