from django.urls import path

from genba.work.views import procedure, procedures, streams

app_name = "work"

urlpatterns = [
    path("work/", streams.streams, name="streams"),
    path("work/streams/<int:pk>/", streams.stream, name="stream"),
    path("work/processes/<int:pk>/", streams.process, name="process"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/new/", procedures.new_procedure, name="new_procedure"),
    path("procedures/<int:pk>/", procedure.procedure, name="procedure"),
    path("procedures/<int:pk>/versions/<int:number>/", procedure.version, name="version"),
]
