from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "genba.sources"
    label = "sources"
