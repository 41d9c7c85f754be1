"""Doors of peer review: colleagues who look, and code servers that tell of merges."""

from django.urls import path

from genba.work.views import code, code_hook

urlpatterns = [
    path("code/", code.repositories, name="repositories"),
    path("code/new/", code.new_repository, name="new_repository"),
    path("code/<int:pk>/", code.repository, name="repository"),
    path("code/<int:pk>/secret/", code.new_secret, name="repository_secret"),
    path("code/<int:pk>/token/", code.status_token, name="repository_token"),
    path("code/<int:pk>/closing/", code.close, name="close_repository"),
    path("hooks/code/<str:key>/", code_hook.code_hook, name="code_hook"),
]
