from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "genba.work"
    label = "work"
