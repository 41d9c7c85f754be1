"""The door for web servers."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from genba.config.restore_journal import finish_moving
from genba.config.where import data_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings")
finish_moving(data_folder())
_application = get_wsgi_application()
_ = get_resolver().url_patterns  # every door now, not with the first request of each process
# Only now can be read what looks into the database.
application = import_module("genba.config.opening").Opening(_application)
