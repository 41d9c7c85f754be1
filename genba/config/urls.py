"""Every door of the house."""

from django.urls import include, path

from genba.config.api import api
from genba.config.doors import third_party

urlpatterns = [
    path("", include("genba.front.urls")),
    path("", include("genba.listen.urls")),
    path("", include("genba.improve.urls")),
    path("api/v1/", api.urls),
    path("people/", include("genba.people.urls")),
    path("account/", include(third_party("allauth.urls"))),
]
