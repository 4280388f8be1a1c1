"""The two addresses of each route."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.messaging.callbacks import Callback
from openjmo.domains.protection import actions as protection
from openjmo.protocols.sms_callback import MOMENT_HEADER, MOST_BYTES, SIGNATURE_HEADER

_LONGEST_HEADER: Final = 100


@csrf_exempt
@require_POST
@never_cache
def receipt(request: HttpRequest, route: str) -> HttpResponse:
    """What became of a text that was handed to that route."""
    return _answer(request, route, messaging.hear_receipt)


@csrf_exempt
@require_POST
@never_cache
def incoming(request: HttpRequest, route: str) -> HttpResponse:
    """A text that somebody sent to our number on that route."""
    return _answer(request, route, protection.hear_sms)


def _answer(request: HttpRequest, route: str, hear: Callable[[Callback, datetime], None]) -> HttpResponse:
    # Before a byte is read, and whoever it is.
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not (size.isascii() and size.isdigit()) or int(size) > MOST_BYTES:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "sms.too_large")
    moment, signature = (request.headers.get(name, "")[:_LONGEST_HEADER] for name in (MOMENT_HEADER, SIGNATURE_HEADER))
    try:
        hear(Callback(route, moment, signature, request.body), timezone.now())
    except NotYours as stranger:
        return _problem(HTTPStatus.UNAUTHORIZED, stranger.code)
    except InvalidInput as wrong:
        return _problem(HTTPStatus.BAD_REQUEST, wrong.code, wrong.field)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _problem(status: HTTPStatus, code: str, field: str = "") -> HttpResponse:
    told = {"type": "about:blank", "title": status.phrase, "status": int(status), "code": code} | ({"field": field} if field else {})
    return JsonResponse(told, status=status, content_type="application/problem+json")
