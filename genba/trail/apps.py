from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "genba.trail"
    label = "trail"
