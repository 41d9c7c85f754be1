"""How gunicorn serves Genba. `genba up` starts it with this file and hands it the open door."""

import gc
import os
import resource
from pathlib import Path
from typing import Any

bind = f"fd://{os.environ['GENBA_WEB_SOCKET']}"
proc_name = "genba-web"
worker_class = "genba.config.serving.worker.PatientWorker"
workers = int(os.environ.get("GENBA_WEB_PROCESSES", "1"))
threads = int(os.environ.get("GENBA_WEB_THREADS", "8"))

# Who is slow, or wants to be, occupies a connection and no thread. A connection costs a descriptor and some
# kilobytes; when all are taken, the one that waits longest makes room.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
_wanted = 8192 if _hard == resource.RLIM_INFINITY else min(8192, _hard)
if _soft != resource.RLIM_INFINITY and _soft < _wanted:
    resource.setrlimit(resource.RLIMIT_NOFILE, (_wanted, _hard))
worker_connections = min(2000, max(100, _wanted // 3))
keepalive = 5
# The pages are loaded once and shared: a process that was killed is back within a moment, not after seconds.
preload_app = True
timeout = 60
graceful_timeout = 7

# A process that has answered this many requests makes room for a fresh one, so that memory cannot creep up.
max_requests = 20000
max_requests_jitter = 2000

# Only these may say that a request came over TLS; from anybody else the header is not believed.
forwarded_allow_ips = os.environ.get("GENBA_PROXIES", "127.0.0.1,::1")
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
forwarder_headers = ""

limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190

# The sign of life is written to memory where there is such a place, never to a disk that may be slow.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Nothing is written outside the data folder, and no line says who asked for what.
control_socket_disable = True
chdir = os.environ["GENBA_DATA"]
accesslog = None
loglevel = "warning"


def pre_fork(server: Any, worker: Any) -> None:
    """What is loaded once stays: the collector neither walks through it nor makes a process its own copy."""
    del server, worker
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A page makes thousands of small objects and drops them all: to look less often costs nothing."""
    del server, worker
    gc.set_threshold(20_000, 20, 50)
