from django.apps import AppConfig


class GrowConfig(AppConfig):
    name = "genba.grow"
    label = "grow"
