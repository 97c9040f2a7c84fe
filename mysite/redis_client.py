"""The Redis client of the cache: a circuit breaker, so that a Redis that hangs delays a request and not all of them.

After a command that got no answer, the process sends none for some seconds. Meanwhile the cache is empty and stores
nothing, as after any failure (``IGNORE_EXCEPTIONS``). See docs/decisions/069-redis-breaker.md.
"""

from typing import Any, NoReturn

import redis
from circuitbreaker import CircuitBreaker
from redis.client import Pipeline

#: Seconds until a command is tried again.
PAUSE = 5


def refuse_command(*args: Any, **kwargs: Any) -> NoReturn:
    raise redis.ConnectionError("Redis did not answer a moment ago")


#: One for all threads of a process. Not for ResponseError: a full Redis refuses to write, and still reads.
breaker = CircuitBreaker(
    failure_threshold=1,
    recovery_timeout=PAUSE,
    expected_exception=(redis.ConnectionError, redis.TimeoutError),
    name="redis",
    fallback_function=refuse_command,
)


class BreakerPipeline(Pipeline):
    """Several commands that are sent together, as by ``cache.set_many``."""

    execute = breaker(Pipeline.execute)


class BreakerClient(redis.Redis):
    """A client that refuses commands while the breaker is open."""

    execute_command = breaker(redis.Redis.execute_command)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> BreakerPipeline:
        return BreakerPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
