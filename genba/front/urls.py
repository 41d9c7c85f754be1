from django.urls import path

from genba.front.views import demo, health, home, imports, welcome

app_name = "front"

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/sites/", welcome.welcome_sites, name="welcome_sites"),
    path("welcome/teams/", welcome.welcome_teams, name="welcome_teams"),
    path("welcome/start/", welcome.welcome_start, name="welcome_start"),
    path("health/", health.health, name="health"),
    path("demo/<str:token>/", demo.enter, name="demo"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/<slug:kind>/", imports.upload, name="import_upload"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/columns/", imports.mapping, name="import_mapping"),
    path("imports/<int:pk>/sheet/", imports.sheet, name="import_sheet"),
    path("imports/<int:pk>/refused.csv", imports.refused, name="import_refused"),
    path("imports/<int:pk>/take-over/", imports.take_over, name="import_take_over"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/forget/", imports.forget, name="import_forget"),
]
