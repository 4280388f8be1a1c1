"""Codes by SMS for tests: send what waits, read what came."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec

from django.db import connection
from django.test.utils import CaptureQueriesContext

from openjmo.domains.identity import actions
from openjmo.domains.identity.models import OneTimeCode
from openjmo.domains.messaging.models import Mail

Arguments = ParamSpec("Arguments")


def send_waiting(now: datetime) -> None:
    """What the worker does with the jobs that were left."""
    for code_id in OneTimeCode.objects.filter(sent_at=None).order_by("id").values_list("id", flat=True):
        actions.send_code(code_id, "id", now)


def texts(phone: str = "+6281200000001") -> list[Mail]:
    """SMS to a number, oldest first."""
    return list(Mail.objects.filter(channel="sms", number_key=phone).exclude(template__startswith="protection_").order_by("id"))


def newest_code(phone: str = "+6281200000001") -> str:
    """The six digits of the newest SMS."""
    (code,) = re.findall(r"\b\d{6}\b", texts(phone)[-1].body)
    return str(code)


def another_than(code: str) -> str:
    """Six digits that are wrong."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def statements(work: Callable[Arguments, object], *args: Arguments.args, **kwargs: Arguments.kwargs) -> list[str]:
    """The beginnings of the SQL that the call costs, without the names of savepoints."""
    with CaptureQueriesContext(connection) as captured:
        work(*args, **kwargs)
    return [" ".join(query["sql"].split()[:3]) for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
