from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    name = "genba.understand"
    label = "understand"
