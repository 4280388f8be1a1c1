"""The law for programs: the book and one rule as JSON, the schema of a derivation, and the book as one printable page.

Each answer carries the digest of what it says as its ETag, so that a second visit costs nothing while the law stays as it is.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import etag, require_safe
from django.views.decorators.vary import vary_on_cookie

from openjmo.portals.public.law.asking import Asked, asked
from openjmo.portals.public.law.book import book_page
from openjmo.portals.public.law.shelf import law, parameter_of
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.printed import book_data, entry_on

FRESH_SECONDS: Final = 300
"""How long an answer may be used without asking again; a rate that was just declared is seen everywhere after that."""
_SCHEMA: Final = Path(__file__).parents[3] / "rules" / "figure.schema.json"


def _tag(request: HttpRequest, **_named: str) -> str:
    """Names what is said: the law, the days asked for, and the language."""
    wanted = asked(request)
    return f'W/"{wanted.seen(law()).digest()[:32]}-{_day_of(wanted)}-{get_language()}"'


def _day_of(wanted: Asked) -> str:
    return wanted.on.isoformat() if wanted.typed["tanggal"] else "all"


def _complaint(wanted: Asked) -> HttpResponse | None:
    if not wanted.errors:
        return None
    errors = [{"field": name, "message": message} for name, message in wanted.errors.items()]
    return JsonResponse({"code": "law.day_unreadable", "errors": errors}, status=400)


def _kept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer


@transaction.non_atomic_requests
@require_safe
@etag(_tag)
@gzip_page
def book_json(request: HttpRequest) -> HttpResponse:
    """The whole book, or with `?tanggal=` what held on a day; `?diketahui=` looks from a day of knowledge."""
    wanted = asked(request)
    return _complaint(wanted) or _kept(_json(book_data(wanted.seen(law()), wanted.on if wanted.typed["tanggal"] else None)))


@transaction.non_atomic_requests
@require_safe
@etag(_tag)
@gzip_page
def rule_json(request: HttpRequest, parameter_id: str) -> HttpResponse:
    """One rule with all its versions, or what it was on a day."""
    wanted = asked(request)
    book = wanted.seen(law())
    entry = entry_on(book, parameter_of(book, parameter_id), wanted.on if wanted.typed["tanggal"] else None)
    return _complaint(wanted) or _kept(_json({"digest": book.digest(), **entry.to_data()}))


def _json(data: object) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@cache
def _schema() -> bytes:
    return _SCHEMA.read_bytes()


def _schema_tag(_request: HttpRequest) -> str:
    return f'W/"{sha256(_schema()).hexdigest()[:32]}"'


@transaction.non_atomic_requests
@require_safe
@etag(_schema_tag)
@gzip_page
def figure_schema(_request: HttpRequest) -> HttpResponse:
    """What the JSON of a derivation looks like (JSON Schema 2020-12)."""
    return _kept(HttpResponse(_schema(), content_type="application/schema+json"))


@transaction.non_atomic_requests
@require_safe
@vary_on_cookie
@etag(_tag)
@gzip_page
def book(request: HttpRequest) -> HttpResponse:
    """The whole lawbook as one page to print, of a day or with every value."""
    wanted = asked(request)
    seen = wanted.seen(law())
    return _kept(HttpResponse(_page(seen, wanted.on if wanted.typed["tanggal"] else None, get_language() or "id")))


@lru_cache(maxsize=8)
def _page(book: Lawbook, on: date | None, _language: str) -> str:
    """Drawn once for each state of the law, because it is the one long page."""
    link = format_html('<link rel="stylesheet" href="{}">', static("openjmo/law.css"))
    return book_page(book, on, head=link, home=reverse("law"))
