"""Published totals for everybody: the list, each as JSON, and a page that checks anybody's proof without knowing whose it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput, NotYours
from openjmo.domains.proofs import reads as proofs
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of
from openjmo.portals.shared.proofs import said_of, sentences

_SIZE = 12
_VERIFIER = Path(__file__).parents[3] / "tools" / "verify_proof.py"


@cache
def _verifier() -> bytes:
    return _VERIFIER.read_bytes()


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Every published total, newest first."""
    page = page_of(request, total=proofs.published_count(), size=_SIZE)
    totals = proofs.published(limit=page.size, offset=page.offset)
    return render(request, "public/published.html", {"totals": totals, "page": page})


@require_safe
def statement(_request: HttpRequest, number: int) -> HttpResponse:
    """One of them as it was signed, for programs and for `verify.js`; other sites may read it too."""
    found = proofs.published_with_number(number)
    if found is None:
        raise NotYours("Total dengan nomor ini belum diterbitkan.")
    answer = JsonResponse(dict(found.statement))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """The small program that checks a proof without a browser and without anything of ours."""
    answer = HttpResponse(_verifier(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_VERIFIER.name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def check_proof(request: HttpRequest) -> HttpResponse:
    """Check a pasted or opened proof: in the browser when it runs scripts, else here. Nothing is kept."""
    typed = request.POST.get("bukti", "")
    context: dict[str, object] = {"typed": typed, "proof_sentences": sentences()}
    if request.method == "POST":
        try:
            found = proofs.checked(typed.strip())
            context |= {"said": said_of(found), "holds": found.fault == proofs.HOLDS}
        except InvalidInput as failure:
            context["error"] = f"{reason_of(failure)} {next_step_of(failure)}"
    return render(request, "public/check_proof.html", context)
