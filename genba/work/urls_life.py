"""The doors in the life of a version: pilot, approval, reading, suggestions, review, retirement."""

from django.urls import path

from genba.work.views import difference, keeping, life, reading, suggesting

urlpatterns = [
    path("procedures/<int:pk>/begin/", life.begin, name="begin_version"),
    path("procedures/<int:pk>/confirm/", keeping.confirm, name="confirm"),
    path("procedures/<int:pk>/retire/", keeping.retire, name="retire"),
    path("procedures/<int:pk>/return/", keeping.bring_back, name="bring_back"),
    path("procedures/<int:pk>/versions/<int:number>/difference/", difference.difference, name="difference"),
    path("procedures/<int:pk>/versions/<int:number>/pilot/", life.pilot, name="pilot"),
    path("procedures/<int:pk>/versions/<int:number>/pilot/decision/", life.decision, name="decide_pilot"),
    path("procedures/<int:pk>/versions/<int:number>/approval/", life.approval, name="ask_approval"),
    path("procedures/<int:pk>/versions/<int:number>/send-back/", life.back, name="send_back"),
    path("procedures/<int:pk>/versions/<int:number>/withdraw/", life.let_go, name="withdraw"),
    path("procedures/<int:pk>/versions/<int:number>/read/", reading.read, name="read"),
    path("procedures/<int:pk>/versions/<int:number>/readers/", reading.readers, name="readers"),
    path("procedures/<int:pk>/suggest/", suggesting.suggest_change, name="suggest"),
    path("procedures/<int:pk>/suggestions/<int:suggestion>/take/", suggesting.take, name="take_suggestion"),
    path(
        "procedures/<int:pk>/suggestions/<int:suggestion>/decline/",
        suggesting.say_no,
        name="decline_suggestion",
    ),
]
