from django.apps import AppConfig


class RealityConfig(AppConfig):
    name = "genba.reality"
    label = "reality"
