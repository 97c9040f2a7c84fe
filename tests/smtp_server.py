"""A mail server for the tests, on this machine: it keeps what it is given, byte for byte."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Delivery:
    sender: str
    receivers: list[str] = field(default_factory=list)
    content: bytes = b""


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self, refuse: str | bool, silent: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.refuse = refuse
        #: Takes connections, and says nothing.
        self.silent = silent
        self.connections = 0
        self.deliveries: list[Delivery] = []
        #: Every command as it came: what a forged line would show up in.
        self.commands: list[bytes] = []

    def refuses(self, receiver: str) -> bool:
        return self.refuse in receiver if isinstance(self.refuse, str) else self.refuse

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.silent:
            self.rfile.read()
            return
        self._say("220 test")
        delivery = Delivery("")
        for line in self.rfile:
            self.server.commands.append(line.strip())
            verb, _, rest = line.strip().decode("latin-1").partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self._say("250 8BITMIME")
                case "MAIL":
                    delivery = Delivery(rest)
                    self._say("250 ok")
                case "RCPT":
                    delivery.receivers.append(rest)
                    self._say("550 nobody here" if self.server.refuses(rest) else "250 ok")
                case "DATA":
                    self._say("354 go on")
                    delivery.content = self._data()
                    self.server.deliveries.append(delivery)
                    self._say("250 ok")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def mail_server(settings, *, refuse: str | bool = False, silent: bool = False) -> Iterator[MailServer]:
    """Run a server, and let the portal send its mail there."""
    with MailServer(refuse, silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server
        server.shutdown()
