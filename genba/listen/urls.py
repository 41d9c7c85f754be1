from django.urls import path

from genba.listen.views import (
    admission,
    conversation,
    helps,
    inbox,
    offline,
    poster,
    receipt,
    report,
    triage,
    wall,
)

app_name = "listen"

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/protection/", report.protection, name="protection"),
    path("report/service-worker.js", offline.service_worker, name="service_worker"),
    path("report/manifest.webmanifest", offline.manifest, name="manifest"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/words/", receipt.write, name="receipt_write"),
    path("reports/mine/", conversation.mine, name="mine"),
    path("reports/<int:pk>/", conversation.detail, name="detail"),
    path("reports/<int:pk>/words/", conversation.write, name="write"),
    path("reports/<int:pk>/triage/<slug:outcome>/", triage.triage, name="triage"),
    path("reports/<int:pk>/sorting/", triage.sort, name="sort"),
    path("reports/<int:pk>/rewriting/", triage.rewrite, name="rewrite"),
    path("reports/<int:pk>/notes/", triage.note, name="note"),
    path("reports/<int:pk>/outcome/", triage.publish, name="publish"),
    path("originals/<int:pk>/", admission.original, name="original"),
    path("originals/<int:pk>/admission/", admission.admit, name="admit"),
    path("originals/<int:pk>/setting-aside/", admission.set_aside, name="set_aside"),
    path("originals/<int:pk>/photo/", admission.photo, name="original_photo"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("wall/", wall.wall, name="wall"),
    path("helps/", helps.helps, name="helps"),
    path("places/<slug:code>/poster.pdf", poster.poster, name="poster"),
]
