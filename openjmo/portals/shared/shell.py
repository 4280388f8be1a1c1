"""What a phone keeps for a lost line: the service worker and the offline page.

Called by every browser through `urls.py`. Both are the same for everybody, so they carry nothing about anyone and ask for no sign-in.
The worker must be served from the root, because a worker rules only what lies below its own address.
"""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

WORKER = Path(__file__).parent / "static" / "openjmo" / "sw.js"


@cache
def _worker() -> bytes:
    return WORKER.read_bytes()


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, asked for again at every visit so that a mended one arrives at once."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page shown when there is no line."""
    answer = render(request, "shared/offline.html")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
