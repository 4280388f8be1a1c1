"""What becomes of a try: a partner compares a selfie, an officer schedules, calls and decides. A yes ends every other try (N9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from openjmo.core.clock import JAKARTA, business_date
from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import Nik
from openjmo.domains.identity import reads as identity
from openjmo.domains.membership import reads as membership
from openjmo.domains.membership.actions.write_about_request import write_about_request
from openjmo.domains.membership.evidence import required_reason
from openjmo.domains.membership.own import refuse_own
from openjmo.domains.messaging import actions as messaging
from openjmo.domains.verification.actions.show_face import close
from openjmo.domains.verification.ages import age_group
from openjmo.domains.verification.faces import FaceAnswer, Liveness, face_check
from openjmo.domains.verification.faces.asking import compare
from openjmo.domains.verification.models import OPEN_FACE_STATES, Face, KeptPicture
from openjmo.domains.verification.registries import Unavailable
from openjmo.domains.verification.sealed import PICTURE
from openjmo.platform.sealing import unseal

MACHINE: Final = "machine"
OUTCOMES: Final = ("passed", "failed", "no_show")


def compare_selfie(face_id: int) -> None:
    """Have the partner compare and keep score, liveness and reference (R7.1); decided tries stay. Called by the job, may be repeated.

    Passes with enough likeness and a living person; anything less is no. No answer is no decision: the picture goes at once (R7.2).
    """
    face = Face.objects.filter(id=face_id, state="asked").first()
    picture = KeptPicture.objects.filter(face_id=face_id).first()
    if face is None:
        return
    person = membership.person_for_account(face.account_id)
    partner = face_check()
    account = identity.account(face.account_id)
    if picture is None or person is None:
        answer: FaceAnswer = Unavailable("not_linked")
    elif account and account.restricted_at:
        answer = Unavailable("restricted")
    else:
        answer = compare(partner, unseal(bytes(picture.sealed_content), PICTURE), Nik(person.nik))
    now = timezone.now()
    with transaction.atomic():
        held = Face.objects.select_for_update().get(id=face_id)
        if held.state != "asked":
            return
        held.provider = partner.name
        if isinstance(answer, Unavailable):
            held.state, held.outcome = "unavailable", answer.reason
            held.save()
            KeptPicture.objects.filter(face=held).update(forget_at=now)
            return
        held.score, held.liveness, held.provider_ref = answer.score, answer.liveness, answer.provider_ref
        is_alike = answer.score >= settings.OPENJMO_FACE_SCORE and answer.liveness is Liveness.PASSED
        _decide(held, "passed" if is_alike else "failed", by=MACHINE, reason="", now=now)


def schedule_video(ref: str, at: datetime | None, *, by: str, now: datetime) -> None:
    """Name the moment of the call; another one before the call is another appointment.

    Raises NotYours for an unknown try, InvalidInput at `jadwal`, Refusal when it is decided or the officer's own.
    """
    if at is None or at <= now:
        raise InvalidInput(
            "Waktu panggilan belum benar.",
            code="verification.time_wrong",
            field="jadwal",
            fix="Pilih hari dan jam yang belum lewat.",
        )
    with transaction.atomic():
        held = _locked(ref, by)
        _must_be(held, Face.Route.VIDEO, ("requested", "scheduled"))
        if (held.state, held.scheduled_at) == ("scheduled", at):
            return
        held.state, held.scheduled_at, held.scheduled_by = "scheduled", at, by
        held.save(update_fields=["state", "scheduled_at", "scheduled_by"])
        values = {"ref": ref, "call_on": business_date(at).isoformat(), "clock": f"{at.astimezone(JAKARTA):%H.%M}"}
        _tell(held, "video_scheduled", values, now, key=f"video:{ref}:{at:%Y%m%d%H%M}")


def begin_call(ref: str, *, by: str, now: datetime) -> None:
    """The officer calls now; only then the case is opened (R9.1). Again nothing happens. Raises NotYours, Refusal."""
    with transaction.atomic():
        held = _locked(ref, by)
        if held.state == "calling" and held.called_by == by:
            return
        _must_be(held, Face.Route.VIDEO, ("scheduled",))
        held.state, held.called_at, held.called_by = "calling", now, by
        held.save(update_fields=["state", "called_at", "called_by"])


def decide_face(ref: str, outcome: str, reason: str, *, by: str, now: datetime) -> None:
    """An officer's decision: of a call, at the counter, or a yes over the machine's no. The same again changes nothing.

    A no takes a reason that the member reads. Raises NotYours for an unknown try, InvalidInput at `putusan` or `reason`, Refusal when it
    is not to be decided now or is the officer's own.
    """
    if outcome not in OUTCOMES:
        raise InvalidInput("Putusan belum dipilih.", code="verification.outcome_unknown", field="putusan", fix="Pilih salah satu.")
    said = required_reason(reason) if outcome == "failed" or reason.strip() else ""
    with transaction.atomic():
        held = _locked(ref, by)
        if (held.state, held.decided_by) == (outcome, by):
            return
        if held.route == Face.Route.SELFIE:
            _overturn(held, outcome, required_reason(reason), by=by, now=now)
            return
        is_video = held.route == Face.Route.VIDEO
        may_be = ("scheduled", "calling") if is_video and outcome == "no_show" else ("calling",) if is_video else ("shown",)
        _must_be(held, held.route, may_be)
        if outcome == "no_show" and not is_video:
            raise InvalidInput("Putusan belum dipilih.", code="verification.outcome_unknown", field="putusan", fix="Pilih salah satu.")
        _decide(held, outcome, by=by, reason=said, now=now)


def _overturn(held: Face, outcome: str, reason: str, *, by: str, now: datetime) -> None:
    """The machine's no becomes a yes; its no stays counted."""
    _must_be(held, Face.Route.SELFIE, ("failed",))
    if outcome != "passed":
        raise _not_now()
    held.overturned_at = now
    _decide(held, "passed", by=by, reason=reason, now=now)


def _decide(held: Face, outcome: str, *, by: str, reason: str, now: datetime) -> None:
    person = membership.person_for_account(held.account_id)
    held.state, held.decided_at, held.decided_by, held.reason = outcome, now, by, reason
    held.age_group = age_group(person.birth_date, business_date(now)) if person else ""
    held.save()
    KeptPicture.objects.filter(face=held).update(forget_at=now + timedelta(days=settings.OPENJMO_APPEAL_DAYS))
    if outcome == "passed":
        others = Face.objects.select_for_update().filter(account_id=held.account_id, state__in=OPEN_FACE_STATES).exclude(pk=held.pk)
        close(list(others), now)
    _tell(held, f"face_{outcome}", {"ref": held.ref}, now, key=f"face:{held.ref}:{outcome}:{by}")


def _locked(ref: str, by: str) -> Face:
    held = Face.objects.select_for_update().filter(ref=ref).first()
    if held is None:
        raise NotYours("Pemeriksaan ini tidak ada.")
    refuse_own(held.account_id, by)
    return held


def _must_be(held: Face, route: str, states: tuple[str, ...]) -> None:
    if held.route != route or held.state not in states:
        raise _not_now()


def _not_now() -> Refusal:
    return Refusal(
        "Pemeriksaan ini tidak menunggu putusan itu.",
        code="verification.not_now",
        fix="Muat ulang halaman untuk melihat keadaannya sekarang.",
    )


def _tell(held: Face, template: str, values: dict[str, str], now: datetime, *, key: str) -> None:
    account = identity.account(held.account_id)
    assert account
    messaging.notify(account.recipient, template, values, topic="account", about=held.ref, key=key)
    write_about_request(held.account_id, held.ref, key=key, now=now)
