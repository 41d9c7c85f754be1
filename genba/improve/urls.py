from django.urls import path

from genba.improve.views import card, moving

app_name = "improve"

urlpatterns = [
    path("cards/new/", card.new_card, name="new_card"),
    path("cards/<int:pk>/", card.card, name="card"),
    path("cards/<int:pk>/moves/", moving.move_card, name="move"),
]
