from django.urls import path

from genba.front.views import demo, health, home

app_name = "front"

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", home.welcome, name="welcome"),
    path("health/", health.health, name="health"),
    path("demo/<str:token>/", demo.enter, name="demo"),
]
