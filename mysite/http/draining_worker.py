"""gunicorn's worker with threads, which loses no connection when it stops."""

from gunicorn.workers.gthread import ThreadWorker


class DrainingThreadWorker(ThreadWorker):
    """Accepts all connections that wait before it stops, and refuses further ones at once.

    gunicorn's own keeps the socket open until the last request is finished and accepts none: those that connect
    meanwhile would have sent a request, and be reset. nginx may not repeat a POST of which it does not know whether
    it was received; one that is refused it holds until the new version listens.
    """

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
