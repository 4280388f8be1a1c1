"""A face check at the desk: an appointment for a call, the call, the counter, and a yes over the machine's no (N9)."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.clock import JAKARTA
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.ids import Nik
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind
from openjmo.domains.support.tasks import Task
from openjmo.domains.verification.actions.decide_face import begin_call, decide_face, schedule_video
from openjmo.domains.verification.desk import FaceFile, face_file, is_code, picture_file
from openjmo.domains.verification.fields import Guarded
from openjmo.portals.shared.identity_words import data_words, face_words, part_words, route_words, shown
from openjmo.portals.staff.data import as_picture
from openjmo.portals.staff.guard import Emergency, OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.IDENTITY, emergency=Emergency())
def face(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """Show what is needed now, and take the next step."""
    known = face_file(ref, visit.reader)
    if known.account_id == visit.account.id:
        return visit.own_request(Kind.FACE, ref)
    post = visit.request.POST
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                _act(visit, ref)
        except (InvalidInput, Refusal) as trouble:
            errors, known = errors_of(trouble), face_file(ref, visit.reader)
        else:
            messages.success(visit.request, gettext("Tersimpan."))
            return HttpResponseRedirect(reverse("staff:desk_face", args=[ref]))
    return visit.page(
        "face",
        kind=Kind.FACE,
        status=status_of(errors),
        known=known,
        limits=identity.account(known.account_id),
        route=route_words(known.route),
        state=face_words(known.state),
        wish=part_words(known.wished_part),
        facts=_facts(known),
        decided_by=gettext("mesin") if known.decided_by == "machine" else support.name_of(known.decided_by),
        typed={"at": post.get("jadwal", ""), "outcome": post.get("putusan", ""), "reason": post.get("alasan", "")},
        limit=REASON_LIMIT,
        errors=errors,
        crumbs=visit.crumbs(Kind.FACE, ref),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.IDENTITY)
def counter(visit: OfficerVisit) -> HttpResponseBase:
    """Type the code that a member shows at the counter, and come to their check."""
    typed = visit.request.POST.get("kode", "").replace("\0", "").strip().upper()
    error = ""
    if visit.request.method == "POST":
        with visit.beyond():
            is_known = is_code(typed)
        if is_known:
            return HttpResponseRedirect(reverse("staff:desk_face", args=[typed]))
        error = gettext("Kode ini tidak ada. Periksa lagi huruf dan angkanya pada HP peserta.")
    return visit.page("counter", status=400 if error else 200, typed=typed, error=error)


@require_safe
@officer_page(task=Task.IDENTITY)
def selfie(visit: OfficerVisit, ref: str) -> HttpResponseBase:
    """A selfie that a machine refused; a look at its owner."""
    return as_picture(picture_file(ref, visit.reader, is_selfie=True), ref)


def _act(visit: OfficerVisit, ref: str) -> None:
    post = visit.request.POST
    match post.get("langkah"):
        case "jadwal":
            schedule_video(ref, _moment(post.get("jadwal", "")), by=visit.by, now=visit.now)
        case "hubungi":
            begin_call(ref, by=visit.by, now=visit.now)
        case _:
            decide_face(ref, post.get("putusan", ""), post.get("alasan", ""), by=visit.by, now=visit.now)


def _moment(typed: str) -> datetime | None:
    """`2026-11-30T09:30` as browsers send it, or with a blank; in the time of Jakarta. None for anything else."""
    try:
        found = datetime.fromisoformat(typed.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=JAKARTA)


def _facts(known: FaceFile) -> list[tuple[str, str]]:
    person = known.person
    if person is None:
        return []
    return [
        (gettext("NIK"), Nik(person.nik).masked),
        (data_words(Guarded.FULL_NAME), person.full_name),
        (data_words(Guarded.BIRTH_DATE), shown(Guarded.BIRTH_DATE, person.birth_date.isoformat())),
        (data_words(Guarded.SEX), shown(Guarded.SEX, person.sex)),
    ]
