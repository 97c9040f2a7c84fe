"""What other applications take part in without this one knowing them."""

from django.dispatch import Signal

#: Sent by ``run_scheduler`` every 20 seconds, once what is due is published. A receiver ends in about half a minute.
scheduler_round = Signal()
