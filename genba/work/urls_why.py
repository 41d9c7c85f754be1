"""The doors of "Why we ask"."""

from django.urls import path

from genba.work.views import rules

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:code>/why/", rules.change_why, name="change_why"),
    path("rules/<str:code>/product/", rules.let_product_say_why, name="let_product_say_why"),
    path("rules/fields/<str:code>/off/", rules.remove_field, name="remove_field"),
    path("rules/fields/<str:code>/on/", rules.put_field_back, name="put_field_back"),
]
