"""The health checks on a port of their own, served by a thread of each worker process.

The worker's other threads may all be taken; its health is asked for on this port (docs/decisions/067-health-port.md).
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .health import VIEWS


class HealthRequestHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the URLs of the health checks, and 404 or 501 to anything else."""

    #: Seconds that a client may take to send its request.
    timeout = 5

    def do_GET(self) -> None:
        view = VIEWS.get(self.path)
        if view is None:
            self.send_error(404)
            return
        response = view()
        self.send_response(response.status_code)
        for name, value in response.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(response.content)

    do_HEAD = do_GET

    def version_string(self) -> str:
        return "portal"

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: supervisors ask every few seconds."""


class HealthServer(ThreadingHTTPServer):
    #: All workers listen on the same port, and the kernel gives a request to one of them.
    allow_reuse_port = True


def start_health_server(bind: str) -> HealthServer:
    """Answer health checks on ``bind`` (host:port) from now on, in a daemon thread."""
    host, _, port = bind.rpartition(":")
    server = HealthServer((host, int(port)), HealthRequestHandler)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
