"""Update my data: a walk in steps that waits half done, shows each difference, and ends in a summary (U9, S22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import Nik, Phone
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.agree import agree
from openjmo.domains.verification.actions.check_registry import check_registry
from openjmo.domains.verification.actions.data_update import begin_update, finish_update, keep_typed
from openjmo.domains.verification.consent import SENTENCES
from openjmo.domains.verification.fields import Guarded, Plain, check_plain
from openjmo.domains.verification.reads import CheckView, FactView
from openjmo.domains.verification.registries import Field
from openjmo.domains.verification.steps import FIELDS, ORDER, Step, after, before
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.participant.wajah import face_context
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.identity_words import CORRECTED_AS, check_words, data_words, match_words, shown
from openjmo.portals.shared.paging import page_of

_SIZE: Final = 20
SLUGS: Final = {
    Step.DATA: "data",
    Step.CONTACT: "kontak",
    Step.ADDRESS: "alamat",
    Step.FAMILY: "keluarga",
    Step.CHECK: "cocok",
    Step.FACE: "wajah",
    Step.SUMMARY: "ringkasan",
}
"""How steps are called in addresses."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field beside the population register's word on it."""

    label: str
    value: str
    word: str
    level: str
    fix_href: str
    """Where the member mends it, when it differs; a correction that is open already, else the form for one, else the step."""
    fix_label: str


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def pengkinian(visit: Visit) -> HttpResponseBase:
    """Where it stands, the way in, and every change there was."""
    visit.linked_person()
    draft = reads.draft_of(visit.account.id)
    if visit.request.method == "POST":
        begin_update(visit.account.id, visit.now)
        return _to(draft.step if draft else Step.DATA)
    page = page_of(visit.request, total=reads.fact_count(visit.account.id), size=_SIZE)
    return visit.page(
        "pengkinian",
        draft=draft,
        last=reads.last_update_of(visit.account.id),
        check=_check(visit),
        passed=reads.passed_face(visit.account.id),
        lines=[_line(visit, one) for one in reads.fact_lines(visit.account.id, limit=page.size, offset=page.offset)],
        page=page,
    )


def _line(visit: Visit, one: FactView) -> dict[str, object]:
    who = gettext("Anda") if one.by == visit.account.recipient else gettext("petugas")
    return {"label": data_words(one.field), "value": shown(one.field, one.value), "at": one.noted_at, "who": who, "about": one.about}


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def langkah(visit: Visit, slug: str) -> HttpResponseBase:
    """One step: show it, keep what was typed, go on, back or away. Raises NotYours for an unknown step."""
    visit.linked_person()
    step = next((one for one, word in SLUGS.items() if word == slug), None)
    if step is None:
        raise NotYours("Langkah ini tidak ada.")
    if reads.draft_of(visit.account.id) is None:
        return HttpResponseRedirect(reverse("participant:pengkinian"))
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        post = visit.request.POST
        keep_typed(visit.account.id, step, {name: post[name] for name in FIELDS[step] if name in post}, visit.now)
        try:
            return _act(visit, step)
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}
    return _show(visit, step, errors)


def _act(visit: Visit, step: Step) -> HttpResponseBase:
    """After what was typed is kept. Raises InvalidInput at a field, Refusal."""
    post, account_id = visit.request.POST, visit.account.id
    if "nanti" in post:
        messages.success(visit.request, gettext("Isian Anda tersimpan. Lanjutkan kapan saja, juga dari HP lain."))
        return HttpResponseRedirect(reverse("participant:pengkinian"))
    back = before(step)
    if "kembali" in post and back:
        return _to(back)
    if step is Step.CHECK and "cocokkan" in post:
        if "setuju" in post:
            agree(account_id, get_language() or "id", visit.now)
        check_registry(account_id, visit.now)
        return _to(Step.CHECK)
    if step is Step.SUMMARY:
        ref = finish_update(account_id, visit.now)
        messages.success(visit.request, gettext("Pengkinian data %(ref)s selesai. Terima kasih.") % {"ref": ref})
        return HttpResponseRedirect(reverse("participant:pengkinian"))
    check_plain({name: post[name] for name in FIELDS[step] if name in post})
    return _to(after(step))


def _show(visit: Visit, step: Step, errors: dict[str, str]) -> HttpResponse:
    draft = reads.draft_of(visit.account.id)
    assert draft
    back = before(step)
    context: dict[str, object] = {
        "step": step,
        "title": _title(step),
        "number": ORDER.index(step) + 1,
        "total": len(ORDER),
        "here": reverse("participant:pengkinian_langkah", args=[SLUGS[step]]),
        "back_href": reverse("participant:pengkinian_langkah", args=[SLUGS[back]]) if back else reverse("participant:pengkinian"),
        "typed": draft.typed,
        "errors": errors,
    }
    match step:
        case Step.DATA:
            context["known"] = _known(visit)
        case Step.CONTACT:
            context["email"] = visit.account.email
            context["phone"] = Phone(visit.account.phone).masked if visit.account.phone else "-"
        case Step.FAMILY:
            context["marital"] = shown(Guarded.MARITAL_STATUS, reads.facts_of(visit.account.id).get(Guarded.MARITAL_STATUS, ""))
        case Step.CHECK | Step.SUMMARY:
            context |= _check(visit)
            context |= {"agreed": reads.has_agreed(visit.account.id), "sentences": [gettext(one) for one in SENTENCES]}
            if step is Step.SUMMARY:
                context |= {"entered": _entered(draft.typed), "passed": reads.passed_face(visit.account.id)}
                context["wrong"] = [("", f"{data_words(field)}: {sentence}") for field, sentence in errors.items()]
                context["waiting"] = list(reads.open_faces(visit.account.id).values())
        case Step.FACE:
            context |= face_context(visit)
        case _:
            pass
    answer = visit.page("pengkinian_langkah", **context)
    answer.status_code = 409 if "refused" in errors else 400 if errors else 200
    return answer


def _title(step: Step) -> str:
    return {
        Step.DATA: gettext("Data yang terdaftar"),
        Step.CONTACT: gettext("Kontak"),
        Step.ADDRESS: gettext("Alamat dan tempat lahir"),
        Step.FAMILY: gettext("Keluarga"),
        Step.CHECK: gettext("Pencocokan dengan daftar penduduk"),
        Step.FACE: gettext("Pemeriksaan wajah"),
        Step.SUMMARY: gettext("Ringkasan"),
    }[step]


def _known(visit: Visit) -> list[tuple[str, str]]:
    person = visit.linked_person()
    return [
        (gettext("NIK"), Nik(person.nik).masked),
        (data_words(Guarded.FULL_NAME), person.full_name),
        (data_words(Guarded.BIRTH_DATE), shown(Guarded.BIRTH_DATE, person.birth_date.isoformat())),
        (data_words(Guarded.SEX), shown(Guarded.SEX, person.sex)),
    ]


def _entered(typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Label, value and the step's address of what holds once it is done; what is wrong stands as it was typed."""
    return [
        (data_words(field), shown(field, typed.get(field, "")), reverse("participant:pengkinian_langkah", args=[SLUGS[step]]))
        for step in ORDER
        for field in FIELDS[step]
        if field in set(Plain)
    ]


def _check(visit: Visit) -> dict[str, object]:
    check = reads.check_of(visit.account.id)
    return {
        "check": check,
        "check_words": check_words(check) if check else "",
        "compared": _compared(visit, check) if check else [],
    }


def _compared(visit: Visit, check: CheckView) -> list[Compared]:
    person = visit.linked_person()
    asked = reads.fields_to_check(visit.account.id)
    waiting = reads.open_correction_fields(visit.account.id)
    values: dict[str, str | date] = {
        Field.NAME: person.full_name,
        Field.BIRTH_DATE: person.birth_date.isoformat(),
        Field.SEX: person.sex,
        Field.MOTHER_NAME: gettext("seperti yang Anda ketik, atau yang terdaftar"),
        Field.BIRTH_PLACE: asked.birth_place,
        Field.ADDRESS: asked.address,
    }
    found = []
    for field, match in check.verdicts.items():
        word, level = match_words(match)
        href, label = _mend(field, waiting) if match == "no" else ("", "")
        value = shown(field, str(values.get(field, "")))
        found.append(Compared(data_words(CORRECTED_AS.get(field, field)), value, word, level, href, label))
    return found


def _mend(field: str, waiting: dict[str, str]) -> tuple[str, str]:
    """A difference is never the end: a request that is open, the form for one, or the step where it was typed."""
    corrected = CORRECTED_AS.get(field)
    if corrected is None:
        return reverse("participant:pengkinian_langkah", args=[SLUGS[Step.ADDRESS]]), gettext("Betulkan isian")
    if corrected in waiting:
        ref = waiting[corrected]
        return reverse("participant:perbaikan_satu", args=[ref]), gettext("Permintaan %(ref)s sedang diperiksa") % {"ref": ref}
    return f"{reverse('participant:perbaikan')}?bidang={corrected}", gettext("Ajukan perbaikan")


def _to(step: Step) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("participant:pengkinian_langkah", args=[SLUGS[step]]))
