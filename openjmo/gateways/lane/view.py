"""The lane's address inside Django, for whoever serves it without the front; middleware adds the headers and the log line."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from openjmo.gateways.lane.answers import Answers, Asked
from openjmo.gateways.lane.front import address_of
from openjmo.platform.request_log import request_id


@cache
def _answers() -> Answers:
    return Answers(notes_at_once=True)


@csrf_exempt
@transaction.non_atomic_requests
def saldo(request: HttpRequest) -> HttpResponse:
    """The balance of whoever holds the token; no cookie is looked at, so there is nothing another site could borrow."""
    asked = Asked(
        method=request.method or "",
        authorization=request.headers.get("Authorization", ""),
        address=address_of(request.META, is_behind_proxy=settings.OPENJMO_BEHIND_PROXY),
        host=request.get_host(),
        speaks=request.headers.get("Accept-Language", ""),
    )
    answer = _answers().answer(asked, request_id())
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
