"""Faults of PostgreSQL, Redis and the media disk."""

import time
from collections import Counter

from redis import Redis
from redis.exceptions import ResponseError

from drills.drill import Drill, Scene


def stop_postgres(scene: Scene) -> None:
    assert scene.stack.postgres
    with scene.people.nothing_published_unread():
        scene.stack.postgres.halt()
    time.sleep(scene.seconds)
    scene.stack.postgres.start()


def freeze_postgres(scene: Scene) -> None:
    assert scene.stack.postgres
    with scene.people.nothing_published_unread():
        scene.stack.postgres.freeze()
    time.sleep(scene.seconds)
    scene.stack.postgres.thaw()


def stop_redis(scene: Scene) -> None:
    assert scene.stack.redis
    scene.stack.redis.stop()
    time.sleep(scene.seconds)
    scene.stack.redis.start()


def freeze_redis(scene: Scene) -> None:
    assert scene.stack.redis
    scene.stack.redis.freeze()
    time.sleep(scene.seconds)
    scene.stack.redis.thaw()


def fill_redis(scene: Scene, policy: str) -> None:
    assert scene.stack.redis
    with Redis(port=scene.stack.redis.port) as client:
        client.config_set("maxmemory-policy", policy)
        client.config_set("maxmemory", client.info("memory")["used_memory"] + 200_000)
        filled = 0
        end = time.monotonic() + scene.seconds
        while time.monotonic() < end:
            try:
                client.set(f"filler-{filled}", b"x" * 10_000)
                filled += 1
            except ResponseError:
                time.sleep(0.1)
            if policy == "allkeys-lru":
                time.sleep(0.01)
        scene.notes.append(f"Redis took {filled} values of 10 kB more")
        client.config_set("maxmemory", 0)
        client.flushdb()


def fail_disk(scene: Scene, fault: str) -> None:
    """Upload photos before, while and after the media disk takes no files."""
    stack, people = scene.stack, scene.people
    processes = stack.web.children
    before = people.upload()
    getattr(stack.disk, fault)(processes)
    end = time.monotonic() + scene.seconds
    meanwhile = Counter()
    while time.monotonic() < end:
        meanwhile[people.upload()] += 1
        time.sleep(0.2)
    stack.disk.repair(processes)
    after = people.upload()
    scene.notes.append(f"uploads: {before} before, {dict(meanwhile)} meanwhile, {after} after")
    if (before, set(meanwhile), after) != ("stored", {"refused"}, "stored"):
        scene.problems.append("uploads were not refused with a message, or not stored before or after")


DRILLS = [
    Drill("postgres-stopped", "PostgreSQL is killed and started a minute later", stop_postgres, 60),
    Drill("postgres-restarted", "PostgreSQL is killed and started at once", stop_postgres, 0),
    Drill("postgres-frozen", "PostgreSQL is frozen (SIGSTOP) for 20 s", freeze_postgres, 20),
    Drill("redis-stopped", "Redis is killed and started 20 s later", stop_redis, 20),
    Drill("redis-frozen", "Redis is frozen (SIGSTOP) for 20 s", freeze_redis, 20),
    Drill("redis-full", "Redis is full and refuses to write", lambda scene: fill_redis(scene, "noeviction"), 20),
    Drill("redis-evicting", "Redis is full and drops keys", lambda scene: fill_redis(scene, "allkeys-lru"), 20),
    Drill("disk-full", "the media disk is full", lambda scene: fail_disk(scene, "fill"), 20),
    Drill("disk-read-only", "the media disk is read-only", lambda scene: fail_disk(scene, "make_read_only"), 20),
]
