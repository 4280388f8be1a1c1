"""Checking anybody's passbook without signing in, and asking whether one was issued. Nothing is kept."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.domains.passbooks import reads as passbooks
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.passbooks import part_names, said_of, sentences

_VERIFIER = Path(__file__).parents[3] / "tools" / "verify_passbook.py"


@cache
def _verifier() -> bytes:
    return _VERIFIER.read_bytes()


@require_safe
def passbook_verifier(_request: HttpRequest) -> HttpResponse:
    """The small program that checks a passbook without a line and without anything of ours."""
    answer = HttpResponse(_verifier(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_VERIFIER.name}"'
    return answer


@require_safe
def passbook_state(_request: HttpRequest, ref: str, digest: str) -> HttpResponse:
    """`issued`, `differs` or `unknown`; tells nothing of whose it is or what it says."""
    try:
        octets = urlsafe_b64decode(digest + "=" * (-len(digest) % 4))
    except ValueError:
        octets = b""
    answer = JsonResponse({"state": passbooks.issue_state(ref, octets)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def check_passbook(request: HttpRequest) -> HttpResponse:
    """Check a pasted or opened passbook, or the text of its QR code: in the browser when it runs scripts, else here."""
    typed = _given(request)
    context: dict[str, object] = {
        "typed": typed,
        "proof_sentences": sentences(),
        "part_names": part_names(),
        "public_key": passbooks.public_key(),
    }
    if request.method == "POST":
        try:
            found = passbooks.checked(typed.strip())
            context |= {"said": said_of(found), "holds": found.holds}
        except InvalidInput as failure:
            context["error"] = f"{reason_of(failure)} {next_step_of(failure)}"
    return render(request, "public/check_passbook.html", context)


def _given(request: HttpRequest) -> str:
    file = request.FILES.get("berkas")
    if file is not None and file.size:
        content: bytes = file.read(passbooks.LONGEST_TEXT)
        return content.decode(errors="replace")
    return request.POST.get("buku", "")
