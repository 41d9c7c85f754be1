"""Settings of the benchmarks: as in use, but with plain static files, so that nothing has to be collected."""

from genba.config.settings import *  # noqa: F403  (the same settings, changed below)
from genba.config.settings import STORAGES

ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
