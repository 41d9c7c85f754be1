from django.urls import path

from genba.work.views import procedure, procedures, shadow_tool, shadow_tools, streams

app_name = "work"

urlpatterns = [
    path("work/", streams.streams, name="streams"),
    path("work/streams/<int:pk>/", streams.stream, name="stream"),
    path("work/processes/<int:pk>/", streams.process, name="process"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/new/", procedures.new_procedure, name="new_procedure"),
    path("procedures/<int:pk>/", procedure.procedure, name="procedure"),
    path("procedures/<int:pk>/versions/<int:number>/", procedure.version, name="version"),
    # Shadow tools
    path("shadow-tools/", shadow_tools.shadow_tools, name="shadow_tools"),
    path("shadow-tools/shadow-tools.csv", shadow_tools.shadow_tools_csv, name="shadow_tools_csv"),
    path("shadow-tools/hour/", shadow_tools.hour_cost, name="hour_cost"),
    path("shadow-tools/new/", shadow_tool.new_shadow_tool, name="new_shadow_tool"),
    path("shadow-tools/<int:pk>/", shadow_tool.shadow_tool, name="shadow_tool"),
    path("shadow-tools/<int:pk>/change/", shadow_tool.change_shadow_tool, name="change_shadow_tool"),
    path("shadow-tools/<int:pk>/look/", shadow_tool.look_at_shadow_tool, name="look_at_shadow_tool"),
    path("shadow-tools/<int:pk>/official/", shadow_tool.make_official, name="make_shadow_tool_official"),
    path("shadow-tools/<int:pk>/absorbed/", shadow_tool.absorb, name="absorb_shadow_tool"),
    path("shadow-tools/<int:pk>/kept/", shadow_tool.keep, name="keep_shadow_tool"),
    path("shadow-tools/<int:pk>/open/", shadow_tool.open_again, name="open_shadow_tool_again"),
]
