"""The doors of the room `understand`."""

from django.urls import path

from genba.understand.views import library, metrics

app_name = "understand"

urlpatterns = [
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/new/", metrics.new_metric, name="new_metric"),
    path("metrics/library/", library.library, name="metric_library"),
    path("metrics/<int:pk>/", metrics.metric, name="metric"),
    path("metrics/<int:pk>/details/", metrics.edit_metric, name="edit_metric"),
    path("metrics/<int:pk>/readings/", metrics.read, name="read_metric"),
]
