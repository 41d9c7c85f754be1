from django.apps import AppConfig


class AssureConfig(AppConfig):
    name = "genba.assure"
    label = "assure"
