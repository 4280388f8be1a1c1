"""Is the process alive, is the service ready: for a load balancer, for `openjmo run`, for the person on duty.

``/healthz`` touches nothing, so that a restart is not ordered because the database is away. ``/readyz`` answers 503 and
names what is missing: database, migrations, worker. Both say nothing a stranger could use.
"""

from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_SILENCE_LIMIT_SECONDS: Final = 60
"""Six missed signs of life: Procrastinate writes one every ten seconds."""

# Once every migration is applied this process need not look again: they are never taken back under a running service.
_known_migrated = False


@require_safe
@never_cache
@transaction.non_atomic_requests
def alive(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process can answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@transaction.non_atomic_requests
def ready(_request: HttpRequest) -> HttpResponse:
    """200 with every part ready, else 503 with which part is not."""
    parts = {"database": False, "migrations": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            parts["database"] = True
        parts["migrations"] = is_migrated()
        parts["worker"] = parts["migrations"] and is_worker_alive()
    except DatabaseError:
        connection.close()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def is_migrated() -> bool:
    """Whether the database has every migration this code knows."""
    global _known_migrated  # noqa: PLW0603 - one fact about this process
    if not _known_migrated:
        executor = MigrationExecutor(connection)
        _known_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _known_migrated


def is_worker_alive() -> bool:
    """Whether any worker gave a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(last_heartbeat) > now() - make_interval(secs => %s), false) FROM procrastinate_workers",
            [WORKER_SILENCE_LIMIT_SECONDS],
        )
        return bool(cursor.fetchone()[0])
