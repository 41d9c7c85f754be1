from django.apps import AppConfig


class LeadConfig(AppConfig):
    name = "genba.lead"
    label = "lead"
