"""How gunicorn serves Genba. `genba up` starts it with this file and hands it the open door."""

import os
from pathlib import Path

bind = f"fd://{os.environ['GENBA_WEB_SOCKET']}"
proc_name = "genba-web"
worker_class = "gthread"
workers = int(os.environ.get("GENBA_WEB_PROCESSES", "1"))
threads = int(os.environ.get("GENBA_WEB_THREADS", "8"))

# A reporter's phone may be slow, so slow clients belong to the proxy in front; here nobody waits for long.
keepalive = 5
timeout = 60
graceful_timeout = 7

# A process that has answered this many requests makes room for a fresh one, so that memory cannot creep up.
max_requests = 20000
max_requests_jitter = 2000

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
