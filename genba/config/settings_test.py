"""Settings of the test run: fast hashes, plain static files, a data folder that goes away."""

import os
import tempfile

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-test-"))
os.environ.setdefault("GENBA_SECRET_KEY", "only-for-tests")

from genba.config.settings import *  # noqa: F403
from genba.config.settings import DATABASES, STORAGES

if DATABASES["default"]["ENGINE"] == "genba.config.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
GENBA_RECEIPT_MEMORY_KIB = 1024
GENBA_RECEIPT_PASSES = 1
WHITENOISE_AUTOREFRESH = True
