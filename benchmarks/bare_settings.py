"""Settings of the bare view: the same database, the same models, no more middleware than these ask for."""

from benchmarks.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",  # not opened, so it asks the database nothing
    "allauth.account.middleware.AccountMiddleware",  # its models do not load without it
]
ROOT_URLCONF = "benchmarks.bare"
