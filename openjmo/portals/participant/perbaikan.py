"""Something registered is wrong: ask an officer to change it, with photos of papers, and follow the request (S23, U9)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.ask_correction import MOST_PICTURES, add_pictures, ask_correction
from openjmo.domains.verification.fields import LIMIT, MARITAL, Guarded
from openjmo.domains.verification.reads import CorrectionView
from openjmo.platform.pictures import Picture
from openjmo.portals.participant.foto import picture_page, pictures_in
from openjmo.portals.participant.visit import Visit
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.identity_words import correction_words, data_words, marital_words, sex_words, shown
from openjmo.portals.shared.paging import page_of
from openjmo.portals.shared.typed import read_date

_SIZE: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
@picture_page
def perbaikan(visit: Visit) -> HttpResponseBase:
    """The form for one field, which is chosen first, and the member's requests."""
    visit.linked_person()
    post = visit.request.POST
    field = post.get("bidang", "") or visit.request.GET.get("bidang", "")
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            pictures = pictures_in(visit.request, "foto")
            ref = ask_correction(visit.account.id, field, _value(field, post.get("nilai", "")), pictures, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}
        else:
            messages.success(visit.request, gettext("Permintaan %(ref)s kami terima. Petugas memeriksanya.") % {"ref": ref})
            return HttpResponseRedirect(reverse("participant:perbaikan_satu", args=[ref]))
    page = page_of(visit.request, total=reads.correction_count(visit.account.id), size=_SIZE)
    answer = visit.page(
        "perbaikan",
        field=field if field in set(Guarded) else "",
        fields=[(str(one), data_words(one)) for one in Guarded],
        options=_options(field),
        typed=post.get("nilai", ""),
        limit=LIMIT,
        most=MOST_PICTURES,
        errors=errors,
        requests=[_words(one) for one in reads.corrections_of(visit.account.id, limit=page.size, offset=page.offset)],
        page=page,
    )
    answer.status_code = 409 if "refused" in errors else 400 if errors else 200
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@picture_page
def perbaikan_satu(visit: Visit, ref: str) -> HttpResponseBase:
    """One request: its code, its clock, its answer, and more photos. Raises NotYours for anybody else's."""
    known = reads.own_correction(visit.account.id, ref)
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            pictures = _photos(visit)
            add_pictures(visit.account.id, ref, pictures, now=visit.now)
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}
        else:
            messages.success(visit.request, gettext("Foto ditambahkan."))
            return HttpResponseRedirect(reverse("participant:perbaikan_satu", args=[ref]))
    answer = visit.page("perbaikan_satu", known=_words(known), most=MOST_PICTURES, errors=errors, now=visit.now)
    answer.status_code = 409 if "refused" in errors else 400 if errors else 200
    return answer


def _photos(visit: Visit) -> list[Picture]:
    pictures = pictures_in(visit.request, "foto")
    if not pictures:
        raise InvalidInput("Foto belum dipilih.", code="verification.picture_missing", field="file", fix="Pilih foto dokumennya.")
    return pictures


def _words(one: CorrectionView) -> dict[str, object]:
    return {
        "ref": one.ref,
        "label": data_words(one.field),
        "value": shown(one.field, one.value),
        "state": one.state,
        "badge": correction_words(one.state),
        "opened_at": one.opened_at,
        "due_at": one.due_at,
        "settled_at": one.settled_at,
        "reason": one.reason,
        "picture_count": one.picture_count,
    }


def _options(field: str) -> list[tuple[str, str]]:
    """What can be chosen, for fields that are not written."""
    if field == Guarded.SEX:
        return [("", gettext("Pilih")), *((code, sex_words(code)) for code in ("L", "P"))]
    if field == Guarded.MARITAL_STATUS:
        return [("", gettext("Pilih")), *((code, marital_words(code)) for code in MARITAL)]
    return []


def _value(field: str, typed: str) -> str:
    """A date as it is kept, however it was written; what is no date stays, to be refused with its sentence."""
    if field == Guarded.BIRTH_DATE:
        day = read_date(typed)
        return day.isoformat() if day else typed
    return typed
