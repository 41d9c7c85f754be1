from django.urls import path

from genba.work import urls_checks, urls_code, urls_control, urls_life, urls_procedure, urls_why
from genba.work.views import map as stream_map
from genba.work.views import (
    procedure,
    procedure_files,
    procedure_imports,
    procedures,
    process,
    questions,
    reviews,
    shadow_tool,
    shadow_tools,
    streams,
)

app_name = "work"

urlpatterns = [
    path("work/", streams.streams, name="streams"),
    path("work/streams/new/", streams.new_stream, name="new_stream"),
    path("work/streams/<int:pk>/", streams.stream, name="stream"),
    path("work/streams/<int:pk>/details/", streams.change, name="change_stream"),
    path("work/streams/<int:pk>/closing/", streams.close, name="close_stream"),
    path("work/streams/<int:pk>/reopening/", streams.reopen, name="reopen_stream"),
    path("work/streams/<int:pk>/place/", streams.shift, name="shift_stream"),
    path("work/streams/<int:pk>/map/", stream_map.editor, name="map"),
    path("work/streams/<int:pk>/processes/", stream_map.add, name="add_process"),
    path("work/streams/<int:pk>/arrows/", stream_map.draw, name="draw_arrow"),
    path("work/streams/<int:pk>/arrows/<int:arrow>/removal/", stream_map.remove, name="remove_arrow"),
    path("work/streams/<int:pk>/boxes/", stream_map.put, name="put_boxes"),
    path("work/streams/<int:pk>/boxes/<int:process>/shift/", stream_map.shift, name="shift_box"),
    path("work/streams/<int:pk>/layout/", stream_map.lay_out, name="lay_out"),
    path("work/processes/<int:pk>/", process.process, name="process"),
    path("work/processes/<int:pk>/details/", process.change, name="change_process"),
    path("work/processes/<int:pk>/name/", process.rename, name="rename_process"),
    path("work/processes/<int:pk>/closing/", process.close, name="close_process"),
    path("work/processes/<int:pk>/reopening/", process.reopen, name="reopen_process"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/new/", procedures.new_procedure, name="new_procedure"),
    path("procedures/<int:pk>/", procedure.procedure, name="procedure"),
    path("procedures/<int:pk>/versions/<int:number>/", procedure.version, name="version"),
    *urls_procedure.urlpatterns,
    # Procedures as files
    path("procedures/import/", procedure_imports.import_procedure, name="import_procedure"),
    path("procedures/import/<int:pk>/", procedure_imports.imported_procedure, name="imported_procedure"),
    path("procedures/import/<int:pk>/take/", procedure_imports.take_procedure, name="take_procedure"),
    path(
        "procedures/import/<int:pk>/removal/",
        procedure_imports.forget_procedure_import,
        name="forget_procedure_import",
    ),
    path(
        "procedures/<int:pk>/versions/<int:number>/procedure.yaml",
        procedure_files.procedure_yaml,
        name="procedure_yaml",
    ),
    path(
        "procedures/<int:pk>/versions/<int:number>/procedure.bpmn",
        procedure_files.procedure_bpmn,
        name="procedure_bpmn",
    ),
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
    *urls_control.urlpatterns,
    # Does it help?
    path("procedures/<int:pk>/steps/<str:key>/questions/", questions.step_questions, name="step_questions"),
    path("questions/<int:pk>/answers/", questions.answers, name="question_answers"),
    path("questions/<int:pk>/version/", questions.in_version, name="question_in_version"),
    path("questions/<int:pk>/version/removal/", questions.reopen, name="question_still_open"),
    path("sentences/<int:pk>/removal/", questions.sentence_off, name="sentence_off"),
    # A colleague looks before it is done
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/ask/<str:kind>/<str:key>/", reviews.ask_review, name="ask_review"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/removal/", reviews.withdraw, name="withdraw_review"),
    *urls_code.urlpatterns,
    *urls_checks.urlpatterns,
    *urls_life.urlpatterns,
    *urls_why.urlpatterns,
]
