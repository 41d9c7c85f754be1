from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "genba.ui"
    label = "ui"
