"""Members who lost e-mail and telephone: the cases, one opened at the counter, and the word of two officers one after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.recovery import actions, reads
from openjmo.domains.recovery.reads import CaseFile
from openjmo.domains.recovery.states import State
from openjmo.domains.support import reads as support
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.figures import written
from openjmo.portals.shared.paging import page_of
from openjmo.portals.staff.guard import OfficerVisit, officer_page
from openjmo.portals.staff.words import Level, errors_of, evidence_choices, evidence_words, field_words, status_of

_SIZE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.RECOVERY)
def recoveries(visit: OfficerVisit) -> HttpResponseBase:
    """The list, and the form for whoever stands at the counter."""
    post, errors = visit.request.POST, {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                account_id = reads.account_at_counter(post.get("akun", ""), visit.reader)
                opened = actions.open_at_counter(
                    account_id, post.get("email", ""), post.get("hp", ""), _seen(visit), by=visit.by, now=visit.now
                )
        except (InvalidInput, Refusal) as trouble:
            errors = errors_of(trouble)
        else:
            told = gettext("Kasus %(ref)s dibuka. Kode kasus untuk peserta, catatkan untuknya: %(code)s")
            messages.success(visit.request, told % {"ref": opened.ref, "code": opened.code})
            return HttpResponseRedirect(reverse("staff:desk_recovery", args=[opened.ref]))
    page = page_of(visit.request, total=reads.case_count(), size=_SIZE)
    found = reads.cases(visit.now, limit=page.size, offset=page.offset)
    return visit.page(
        "recoveries",
        status=status_of(errors),
        rows=[(one, _badge(one.state, is_joined=one.is_joined, is_examined=one.is_examined)) for one in found],
        page=page,
        typed={"account": post.get("akun", ""), "email": post.get("email", ""), "phone": post.get("hp", "")},
        form=_form(visit, errors),
        errors=errors,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.RECOVERY)
def recovery(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """One case: what was typed beside the register, who has said what, and what this officer may do."""
    known = reads.case_file(ref, visit.reader, visit.now)
    crumbs = [{"label": gettext("Pemulihan akun"), "href": reverse("staff:desk_recoveries")}, {"label": ref, "href": ""}]
    if known.account and known.account.id == visit.account.id:
        return visit.page("own", kind=None, ref=ref, crumbs=crumbs)
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                told = _decide(visit, known)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), reads.case_file(ref, visit.reader, visit.now)
        else:
            messages.success(visit.request, told)
            return HttpResponseRedirect(reverse("staff:desk_recovery", args=[ref]))
    return visit.page(
        "recovery",
        status=status_of(errors),
        known=known,
        badge=_badge(known.state, is_joined=known.account is not None, is_examined=bool(known.examined_by)),
        facts=_facts(known),
        examined_by=support.name_of(known.examined_by) if known.examined_by else "",
        agreed_by=_agreed_by(known),
        ended_by=support.name_of(known.ended_by) if known.ended_by else "",
        evidence=[evidence_words(one) for one in known.evidence],
        may_examine=not known.examined_by and known.state in {State.CONTACTS, State.WAITING},
        may_agree=bool(known.examined_by) and known.examined_by != visit.by and known.state in {State.CONTACTS, State.WAITING},
        may_reject=known.state not in {State.DONE, State.OVER},
        crumbs=crumbs,
        typed={"account": visit.request.POST.get("akun", "")},
        form=_form(visit, errors),
        errors=errors,
    )


def _decide(visit: OfficerVisit, known: CaseFile) -> str:
    post = visit.request.POST
    match post.get("putusan"):
        case "tolak":
            actions.reject_case(known.ref, post.get("alasan", ""), by=visit.by, now=visit.now)
            return gettext("Kasus ditolak.")
        case "setuju":
            actions.agree_case(known.ref, by=visit.by, now=visit.now)
            return gettext("Disetujui. Semua kontak peserta sudah diberi tahu, dan masa tunggu mulai berjalan.")
        case "periksa":
            account_id = known.account.id if known.account else reads.account_at_counter(post.get("akun", ""), visit.reader)
            actions.examine_case(known.ref, account_id, _seen(visit), by=visit.by, now=visit.now)
            return gettext("Tersimpan. Petugas kedua harus menyetujuinya.")
        case _:
            raise NotYours("Halaman tidak ditemukan.")


def _seen(visit: OfficerVisit) -> actions.Examination:
    return actions.Examination(visit.request.POST.getlist("bukti"), visit.request.POST.get("alasan", ""))


def _form(visit: OfficerVisit, errors: dict[str, str]) -> dict[str, object]:
    post = visit.request.POST
    return {
        "evidence": evidence_choices(),
        "ticked": post.getlist("bukti"),
        "typed": post.get("alasan", ""),
        "limit": REASON_LIMIT,
        "errors": errors,
    }


def _agreed_by(known: CaseFile) -> str:
    if not known.agreed_by:
        return ""
    return gettext("orang tepercaya") if known.agreed_by.startswith("trusted:") else support.name_of(known.agreed_by)


def _badge(state: State, *, is_joined: bool, is_examined: bool) -> tuple[str, Level]:
    words: dict[State, tuple[str, Level]] = {
        State.CONTACTS: (gettext("kontak baru belum dipastikan"), "info"),
        State.AGREED: (gettext("masa tunggu"), "info"),
        State.READY: (gettext("menunggu kata sandi baru"), "info"),
        State.DONE: (gettext("pulih"), "ok"),
        State.OVER: (gettext("berakhir"), "plain"),
    }
    if state is not State.WAITING:
        return words[state]
    if is_examined:
        return gettext("menunggu petugas kedua"), "warn"
    return (gettext("giliran petugas"), "warn") if is_joined else (gettext("belum cocok dengan akun"), "warn")


def _facts(known: CaseFile) -> list[dict[str, object]]:
    """What was typed beside what the register says; a case opened at the counter has nothing typed."""
    person = known.person
    rows = [
        ("nik", known.nik, person.nik if person else ""),
        ("full_name", known.full_name, person.full_name if person else known.account.full_name if known.account else ""),
        (
            "birth_date",
            written(known.birth_date) if known.birth_date else "",
            written(person.birth_date) if person else "",
        ),
        ("mother_name", known.mother_name, ""),
        ("card_number", known.card_number, ""),
    ]
    return [
        {
            "field": field_words(name),
            "asked": asked or "-",
            "registered": registered or "-",
            "agrees": asked.casefold() == registered.casefold() if asked and registered else None,
        }
        for name, asked, registered in rows
    ]
