"""Signals to which other applications can connect."""

from django.dispatch import Signal

#: Sent by ``run_scheduler`` every 20 seconds, after publishing. A receiver should return within half a minute.
scheduler_round = Signal()

#: Sent by ``mysite.content_generation`` after a change of what visitors see has been committed.
content_changed = Signal()

#: Receivers return the times after the argument ``now`` at which a page changes although nothing is saved.
find_change_times = Signal()

#: Sent by ``run_scheduler`` once a night and when it starts, for maintenance that takes seconds.
nightly = Signal()

#: Sent after the password of ``user`` was set or changed, wherever.
password_changed = Signal()

#: Sent by ``manage.py restore`` when the database of the backup is in place and upgraded, before anybody can see it.
restored = Signal()
