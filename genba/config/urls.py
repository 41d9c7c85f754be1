"""Every door of the house."""

from django.urls import include, path, re_path

from genba.config.api import api_doors, no_such_route
from genba.config.doors import each_once, third_party
from genba.people.views.sign_in import own_address

handler500 = "genba.front.views.trouble.fault"

rooms = [
    path("", include("genba.front.urls")),
    path("", include("genba.listen.urls")),
    path("", include("genba.improve.urls")),
    path("", include("genba.work.urls")),
    path("", include("genba.understand.urls")),
    path("people/", include("genba.people.urls")),
    path("account/email/", own_address, name="own_address"),
]
urlpatterns = [
    path("api/v1/", api_doors),
    re_path("^api/", no_such_route, name="no_such_route"),
    *each_once(rooms),
    path("account/", include(third_party("allauth.urls"))),
]
