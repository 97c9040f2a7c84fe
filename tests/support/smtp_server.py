"""An SMTP server for tests that keeps the received bytes."""

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
        #: Accepts connections but does not respond.
        self.silent = silent
        self.connections = 0
        self.deliveries: list[Delivery] = []
        #: All received commands, where an injected line would show up.
        self.commands: list[bytes] = []

    def is_refused(self, receiver: str) -> bool:
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
        self._reply("220 test")
        delivery = Delivery("")
        for line in self.rfile:
            self.server.commands.append(line.strip())
            verb, _, rest = line.strip().decode("latin-1").partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self._reply("250 8BITMIME")
                case "MAIL":
                    delivery = Delivery(rest)
                    self._reply("250 ok")
                case "RCPT":
                    delivery.receivers.append(rest)
                    self._reply("550 no such user" if self.server.is_refused(rest) else "250 ok")
                case "DATA":
                    self._reply("354 go on")
                    delivery.content = self._data()
                    self.server.deliveries.append(delivery)
                    self._reply("250 ok")
                case "QUIT":
                    self._reply("221 bye")
                    return
                case _:
                    self._reply("250 ok")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _reply(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def run_mail_server(settings, *, refuse: str | bool = False, silent: bool = False) -> Iterator[MailServer]:
    """Run a server and configure the portal to send its e-mail there."""
    with MailServer(refuse, silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server
        server.shutdown()
