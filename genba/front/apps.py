from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "genba.front"
    label = "front"
