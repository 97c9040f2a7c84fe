"""The servers that are compared: the portal, a bare Django view and nginx, all on one core; and their CPU time."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.support.proxies import ProxyFolder, proxy_folder, run_nginx, write_configuration
from tests.support.servers import free_port, run_gunicorn, run_gunicorn_worker_for_test
from tests.support.services import find_nginx

THREADS = "4"
#: Log as in a deployment, which takes time too, but where it does not disturb the tables.
QUIET = {"GUNICORN_CMD_ARGS": f"--capture-output --error-logfile={os.devnull}"}
#: A server that sends a file from disk.
NGINX_CONFIGURATION = """
daemon off; worker_processes auto; pid {folder}/run/nginx.pid; error_log {folder}/run/error.log;
events {{}}
http {{
    access_log {folder}/run/access.log;
    sendfile on; tcp_nopush on;
    client_body_temp_path {folder}/run/body; proxy_temp_path {folder}/run/proxy;
    fastcgi_temp_path {folder}/run/fastcgi; scgi_temp_path {folder}/run/scgi; uwsgi_temp_path {folder}/run/uwsgi;
    server {{
        listen 127.0.0.1:{port};
        default_type text/html; add_header Content-Encoding br;
        location / {{ root {folder}/static; try_files /page =404; }}
    }}
}}
"""


@dataclass(frozen=True)
class Server:
    port: int
    #: The processes that serve.
    processes: Sequence[int]

    @property
    def cpu(self) -> float:
        """CPU seconds used since the start."""
        return sum(map(read_cpu, self.processes))


@dataclass(frozen=True)
class Servers:
    portal: Server
    bare: Server
    #: The same page from disk, and the portal's pages.
    nginx_file: Server | None = None
    nginx: Server | None = None


def read_cpu(process: int) -> float:
    """Return the CPU seconds of a process with all its threads, from the clock that the kernel keeps for it (Linux)."""
    return time.clock_gettime((~process << 3) | 2)


def read_database_cpu() -> float:
    """Return the CPU seconds of the PostgreSQL processes for the web process; 0 on SQLite or another machine."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        processes = [pid for (pid,) in cursor.fetchall()]
    with suppress(OSError):
        return sum(map(read_cpu, processes))
    return 0.0


def read_memory(process: int) -> float:
    """Return the resident memory of a process in megabytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


@contextmanager
def on_cores(cores: set[int]) -> Iterator[None]:
    """Let this thread, and processes that it starts, run on these cores only."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


@contextmanager
def run_portal(*application: str, threads: str = THREADS) -> Iterator[Server]:
    """Run the portal, or another WSGI ``application``, on the benchmark's database on the first core.

    This process uses the others.
    """
    first, *others = sorted(os.sched_getaffinity(0))
    connection.close()
    with ExitStack() as stack:
        with on_cores({first}):
            port, worker = stack.enter_context(run_gunicorn_worker_for_test(*application, WEB_THREADS=threads, **QUIET))
        stack.enter_context(on_cores(set(others) or {first}))
        yield Server(port, [worker])


@contextmanager
def run_servers(page: bytes, portal: Server) -> Iterator[Servers]:
    """Run the servers that are compared with ``portal``; they send ``page``."""
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        file = folder.path / "static" / "page"
        file.write_bytes(page)
        environment = dict(os.environ) | QUIET | {"BARE_FILE": str(file), "WEB_THREADS": THREADS}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with on_cores(os.sched_getaffinity(portal.processes[0])):
            port, worker = stack.enter_context(run_gunicorn(environment, "tests.support.bare_view"))
            nginx = [*_run_nginx_servers(stack, folder, portal)] if find_nginx() else []
        yield Servers(portal, Server(port, [worker]), *nginx)


def _run_nginx_servers(stack: ExitStack, folder: ProxyFolder, portal: Server) -> Iterator[Server]:
    """Run nginx with a file on disk, and with the configuration of a deployment in front of the portal."""
    port, file = free_port(), folder.path / "file.conf"
    file.write_text(NGINX_CONFIGURATION.format(folder=folder.path, port=port))
    yield Server(port, find_workers(stack.enter_context(run_nginx(file, port)).pid))
    port, deployed = free_port(), stack.enter_context(proxy_folder())
    process = stack.enter_context(run_nginx(write_configuration(deployed, port, portal.port), port))
    # The portal renders a page for nginx each second.
    yield Server(port, [*find_workers(process.pid), *portal.processes])


def find_workers(master: int) -> list[int]:
    """Wait for the processes of nginx that serve, one for each processor; others look after its cache."""
    workers: list[int] = []
    while len(workers) < (os.cpu_count() or 1):
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        workers = [int(child) for child in children if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return workers
