"""The drills: short faults on one set of servers; under ``make test-all`` each in full, on servers of its own."""

import pytest

from drills.drill import run_drill
from drills.registry import DRILLS
from drills.stack import run_stack
from tests.support.samples import TEST_ALL

pytestmark = [pytest.mark.postgres_server, pytest.mark.redis_server, pytest.mark.nginx]

#: Seconds of the short faults: one of each kind of server. Others start gunicorn again, which takes too long.
SHORT = {"cold-page": 0, "redis-frozen": 1, "disk-full": 0.5, "slow-clients": 1, "postgres-stopped": 2}


@pytest.mark.parametrize("drills", [{name: None} for name in DRILLS] if TEST_ALL else [SHORT], ids=" ".join)
def test_nothing_is_lost_and_read_pages_stay(drills: dict[str, float | None]) -> None:
    calm = {} if TEST_ALL else {"calm": 0.5}
    problems = {}
    with run_stack(sqlite=any(DRILLS[name].sqlite for name in drills)) as (stack, content):
        for name, seconds in drills.items():
            outcome = run_drill(DRILLS[name], stack, content, seconds, **calm)
            print(name, *outcome.describe(), sep="\n")
            problems |= {name: outcome.problems} if outcome.problems else {}
    assert problems == {}
