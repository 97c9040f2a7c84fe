"""Sends requests over many connections from a process of its own, and reports which versions of the pages it got.

A page says its version as ``phien-ban-17``. Times are of the monotonic clock, which all processes share.
"""

import asyncio
import dataclasses
import gzip
import json
import math
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

VERSION = re.compile(rb"phien-ban-(\d+)")
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TIMEOUT = 30


@dataclass
class Load:
    """The requests to send: each connection requests the paths in turn, for ``seconds``."""

    port: int
    paths: list[str]
    connections: int
    seconds: float
    encoding: str = "gzip"


@dataclass
class LoadReport:
    """The responses to a ``Load``. The versions are keyed by path, a space, and the version."""

    requests: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    p50: float = 0
    p99: float = 0
    #: CPU seconds of the load generator.
    cpu: float = 0
    #: When the first response with this version arrived, and when the last request that got it was sent.
    first_seen: dict[str, float] = field(default_factory=dict)
    last_sent: dict[str, float] = field(default_factory=dict)


class LoadGenerator:
    def __init__(self, load: Load) -> None:
        self.load, self.report = load, LoadReport()
        self.latencies: list[float] = []
        self.errors: Counter[str] = Counter()
        self.versions: dict[bytes, str] = {}

    async def run(self) -> LoadReport:
        """Open all connections, write a line, send the requests and return the report."""
        connections = [await self.connect() for _ in range(self.load.connections)]
        print("ready", flush=True)
        start, cpu = time.monotonic(), time.process_time()
        visitors = [self.visit(number, *connection) for number, connection in enumerate(connections)]
        await asyncio.gather(*visitors)
        report = self.report
        report.seconds, report.cpu = time.monotonic() - start, time.process_time() - cpu
        self.latencies.sort()
        report.requests, report.errors = len(self.latencies), dict(self.errors)
        if self.latencies:
            report.p50, report.p99 = (self.latencies[int(len(self.latencies) * share)] for share in (0.5, 0.99))
        return report

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.load.port)

    async def visit(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        end = time.monotonic() + self.load.seconds
        while (sent := time.monotonic()) < end:
            path = self.load.paths[number % len(self.load.paths)]
            number += 1
            try:
                async with asyncio.timeout(TIMEOUT):
                    head, body = await self.fetch(path, reader, writer)
            except (OSError, EOFError, TimeoutError) as error:
                self.errors[type(error).__name__] += 1
                writer.close()
                reader, writer = await self.connect()
                continue
            self.note(path, sent, head, body)
            if b"\r\nconnection: close" in head.lower():
                writer.close()
                reader, writer = await self.connect()

    async def fetch(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[bytes, bytes]:
        lines = [f"GET {path} HTTP/1.1", "Host: testserver", f"Accept-Encoding: {self.load.encoding}", "", ""]
        writer.write("\r\n".join(lines).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = CONTENT_LENGTH.search(head)
        if length is None:
            raise EOFError(head)
        return head, await reader.readexactly(int(length[1]))

    def note(self, path: str, sent: float, head: bytes, body: bytes) -> None:
        received = time.monotonic()
        self.latencies.append(received - sent)
        if b" 200 " not in head[:14]:
            self.errors[head[9:12].decode()] += 1
        elif self.load.encoding == "gzip":
            # Most bodies are known, so they are seldom decompressed.
            if body not in self.versions:
                match = VERSION.search(gzip.decompress(body))
                self.versions[body] = match[1].decode() if match else ""
            key = f"{path} {self.versions[body]}"
            self.report.first_seen.setdefault(key, received)
            self.report.last_sent[key] = max(sent, self.report.last_sent.get(key, 0))


class RunningLoad:
    """A load generator that has opened its connections."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def wait(self) -> LoadReport:
        output, _ = self.process.communicate()
        assert self.process.returncode == 0, "the load generator has failed"
        return LoadReport(**json.loads(output))


@contextmanager
def start_load(load: Load) -> Iterator[RunningLoad]:
    """Start a load generator and wait until it has opened its connections."""
    command = [sys.executable, "-m", "tests.support.load_generator", json.dumps(dataclasses.asdict(load))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield RunningLoad(process)
        finally:
            process.kill()


def measure_delay(report: LoadReport, path: str, version: int, published_at: float) -> float:
    """Return the seconds from the publication of a version until it was seen and no older one was sent any more."""
    seen, outdated = [], []
    for key, known in ((key, int(key.rpartition(" ")[2] or -1)) for key in report.first_seen):
        if key.startswith(f"{path} "):
            (seen if known >= version else outdated).append(key)
    first = min((report.first_seen[key] for key in seen), default=math.inf)
    last = max((report.last_sent[key] for key in outdated), default=-math.inf)
    return max(first, last) - published_at


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(asyncio.run(LoadGenerator(Load(**json.loads(sys.argv[1]))).run()))))
