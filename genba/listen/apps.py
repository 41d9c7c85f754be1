from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "genba.listen"
    label = "listen"
