"""Settings of the test run: fast hashes, plain static files, a data folder that goes away."""

import atexit
import os
import shutil
import tempfile

OWN_DATA = "GENBA_DATA" not in os.environ
if OWN_DATA:
    os.environ["GENBA_DATA"] = tempfile.mkdtemp(prefix="genba-test-")
    atexit.register(shutil.rmtree, os.environ["GENBA_DATA"], ignore_errors=True)
os.environ.setdefault("GENBA_SECRET_KEY", "only-for-tests")

from genba.config.settings import *  # noqa: E402, F403  (the same settings, after the folder was chosen)
from genba.config.settings import DATABASES, STORAGES  # noqa: E402

if OWN_DATA:
    del os.environ[
        "GENBA_DATA"
    ]  # test processes inherit the environment; each shall have a folder of its own

if DATABASES["default"]["ENGINE"] == "genba.config.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
GENBA_PROOF_OF_WORK = os.environ.get("GENBA_PROOF_OF_WORK") == "on"  # the tests of the gate turn it on
GENBA_RECEIPT_MEMORY_KIB = 1024
GENBA_RECEIPT_PASSES = 1
WHITENOISE_AUTOREFRESH = True
