"""gunicorn's worker with threads, which resets no connection: neither when it stops nor after an unread body."""

import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: Bytes of an unread body, and seconds it may take to arrive. More than nginx passes on outside the admin; while it
#: sends an upload that is larger than its socket's buffer, it sees the response.
MAX_UNREAD_BODY = 4 * 1024 * 1024
MAX_SECONDS = 2.0


class DrainingThreadWorker(ThreadWorker):
    """Reads what it will not use, and accepts all connections that wait before it stops.

    gunicorn's own worker keeps the socket open until the last request is finished and accepts none: those that connect
    meanwhile would have sent a request, and be reset. nginx may not repeat a POST of which it does not know whether
    it was received; one that is refused it holds until the new version listens.
    """

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Respond, then discard the part of the body that the portal has not read, such as an upload it refuses.

        gunicorn discards 64 KB and closes the connection. What nginx has not sent yet resets it, and nginx reports 502
        although it has been sent a response.
        """
        is_kept_alive = super().handle_request(req, conn)
        is_read = conn.parser.finish_body(deadline=time.monotonic() + MAX_SECONDS, max_bytes=MAX_UNREAD_BODY)
        return is_kept_alive and is_read

    def set_accept_enabled(self, enabled: bool) -> None:
        if self.alive:
            super().set_accept_enabled(enabled)
            return
        super().set_accept_enabled(False)
        for listener in self.sockets:
            accepted = -1
            while accepted != self.nr_conns:
                accepted = self.nr_conns
                self.accept(listener)
            listener.close()
