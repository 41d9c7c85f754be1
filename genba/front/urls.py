from django.urls import path

from genba.front.views import home

app_name = "front"

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", home.welcome, name="welcome"),
]
