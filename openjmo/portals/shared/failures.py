"""The five families of trouble as pages, for every portal: `openjmo.core.errors` says what each means.

The middleware translates what a screen lets through; the functions at the end are Django's own occasions (named in `openjmo.urls` as
handler400 … handler500 and by the setting CSRF_FAILURE_VIEW). Every page carries the request id, which is the reference to read out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext

from openjmo.core.errors import Failure, InvalidInput, NotYours, Refusal, Trouble
from openjmo.platform.request_log import request_id

_logger = logging.getLogger(__name__)

_STATUS: dict[type[Failure], HTTPStatus] = {
    InvalidInput: HTTPStatus.BAD_REQUEST,
    Refusal: HTTPStatus.CONFLICT,
    NotYours: HTTPStatus.NOT_FOUND,
    Trouble: HTTPStatus.SERVICE_UNAVAILABLE,
}
_DJANGOS_OWN = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError)
"""What Django answers by itself, with the functions at the end of this file: nothing here is broken."""
RETRY_AFTER_SECONDS = 60


def reason_of(failure: Failure) -> str:
    """What happened, in the active language, with its values."""
    return _filled(failure.message, failure)


def next_step_of(failure: Failure) -> str:
    """What to do now, in the active language; empty when there is nothing to say."""
    return _filled(failure.fix, failure) if failure.fix else ""


def _filled(sentence: str, failure: Failure) -> str:
    translated = gettext(sentence)
    return translated % failure.values if failure.values else translated


class Failures:
    """Turns a failure that a screen let through into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of the family; None for what Django answers itself, and for a bug, which it reports and hands to `server_error`."""
        if isinstance(exception, OperationalError | InterfaceError):
            # The database went away or is coming back: weather, not a bug. Django takes a new connection for the next request.
            trouble = Trouble("Sistem sedang tidak dapat membaca data.", fix="Coba lagi sebentar lagi. Tidak ada yang hilang.")
            trouble.__cause__ = exception
            return _family_page(request, trouble, HTTPStatus.SERVICE_UNAVAILABLE)
        for family, status in _STATUS.items():
            if isinstance(exception, family):
                return _family_page(request, exception, status)
        if isinstance(exception, _DJANGOS_OWN):
            return None
        _logger.error("bug", exc_info=exception, extra={"request_id": request_id()})
        return None


def _family_page(request: HttpRequest, failure: Failure, status: HTTPStatus) -> HttpResponse:
    context: dict[str, object] = {}
    if isinstance(failure, NotYours):
        # Absent and forbidden look the same; what it was stays in the log.
        _logger.info("not yours", extra={"code": failure.code, "request_id": request_id()})
    else:
        context = {"code": failure.code, "reason": reason_of(failure), "next_step": next_step_of(failure)}
        articles = failure.values.get("articles")
        if isinstance(articles, list | tuple):
            context["articles"] = [str(article) for article in articles]
    page = _page(request, status, context)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        _logger.warning("trouble", exc_info=failure, extra={"code": failure.code, "request_id": request_id()})
    return page


def _page(request: HttpRequest, status: HTTPStatus, context: dict[str, object] | None = None) -> HttpResponse:
    return render(request, f"shared/errors/{int(status)}.html", {"reference": request_id(), **(context or {})}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """Django could not read the request."""
    return _page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """Something refused to go on."""
    return _page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's interface
    """A form came without its key: an old page, or cookies are off."""
    return _page(request, HTTPStatus.FORBIDDEN, {"without_cookies": not request.COOKIES})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """No such page."""
    return _page(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """A limit of attempts was reached."""
    page = _page(request, HTTPStatus.TOO_MANY_REQUESTS)
    page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug. Needs no database and no session."""
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
