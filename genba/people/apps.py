from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "genba.people"
    label = "people"
