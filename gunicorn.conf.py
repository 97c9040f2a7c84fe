"""How gunicorn serves the portal, here and in the container; WEB_CONCURRENCY and the command line override it."""

import gc
import os
from typing import Any

from mysite.settings.logs import build_logging

wsgi_app = "mysite.wsgi"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
# Threads, not plain workers: two sync workers are dead with four visitors on slow lines.
worker_class = "mysite.http.draining_worker.DrainingThreadWorker"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
# Requests that have begun are finished, uploads of photos too; compose.yaml waits longer than this.
graceful_timeout = 30
# The lines of gunicorn itself look like those of the portal; nginx logs requests.
logconfig_dict = build_logging("INFO", os.environ.get("LOG_FORMAT", "json"))
# Everything the portal writes lies in its data folder: no control socket in a home folder, and the heartbeat file
# in memory where there is any.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# Clients may not set WSGI variables or the scheme by header: gunicorn would accept SCRIPT_NAME, PATH_INFO and
# X-Forwarded-Ssl from a proxy on the same machine, which passes on what visitors send. TRUSTED_PROXIES
# decides about X-Forwarded-Proto, in Django.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"


def post_worker_init(worker: Any) -> None:
    """Leave what the application has loaded out of garbage collection, which would take 0.1 s now and then.

    Then answer health checks, if they have a port of their own.
    """
    gc.collect()
    gc.freeze()
    if bind := os.environ.get("HEALTH_BIND"):
        from mysite.http.health_server import start_health_server

        start_health_server(bind)


def worker_exit(server: Any, worker: Any) -> None:
    """Write the statistics that a worker has counted in memory, if it is stopped in order."""
    from mysite.count_buffer import flush_all

    flush_all()
