from django.apps import AppConfig


class ImproveConfig(AppConfig):
    name = "genba.improve"
    label = "improve"
