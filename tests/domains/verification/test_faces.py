"""Three ways to show one's face, worth the same; failures close none of them (N9), and what is counted of the noes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from openjmo.core.clock import business_date
from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import Nik
from openjmo.domains.looks.readers import Kind as ReaderKind
from openjmo.domains.looks.readers import Reader
from openjmo.domains.messaging.models import Message
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.decide_face import begin_call, compare_selfie, decide_face, schedule_video
from openjmo.domains.verification.actions.forget import forget_run_out
from openjmo.domains.verification.actions.show_face import Wish, give_up, request_video, send_selfie, show_code
from openjmo.domains.verification.ages import age_group
from openjmo.domains.verification.desk import face_file
from openjmo.domains.verification.faces import Compared, FaceAnswer, Liveness, face_check
from openjmo.domains.verification.faces.asking import compare
from openjmo.domains.verification.faces.pretend import Pretend
from openjmo.domains.verification.models import Face, KeptPicture
from openjmo.domains.verification.registries import Unavailable
from openjmo.domains.verification.rejections import Rejections, rejections
from tests.desk import make_officer, signature
from tests.domains.verification.steps import BLACK, make_member, picture
from tests.fund import NOW
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

TOMORROW = business_date(NOW) + timedelta(days=1)
THEN = NOW + timedelta(days=1)


def selfie(account_id: int, colour: tuple[int, int, int] = (230, 230, 230)) -> Face:
    """Send one and let the job compare it."""
    ref = send_selfie(account_id, picture(colour), device="Chrome Android", now=NOW)
    work()
    return Face.objects.get(ref=ref)


def video(account_id: int) -> str:
    """Ask for a call tomorrow."""
    return request_video(account_id, Wish(TOMORROW, "morning"), device="", now=NOW)


def test_a_selfie_passes_and_keeps_verdict_and_reference_only() -> None:
    account_id, _person = make_member()
    face = selfie(account_id)
    kept = (face.state, face.score, face.liveness, face.provider, face.decided_by, face.age_group, face.light, face.device)
    assert kept == ("passed", 93, "passed", "pretend", "machine", "40-49", "bright", "Chrome Android")
    assert face.consent_id
    passed = reads.passed_face(account_id)
    assert passed
    assert passed.ref == face.ref
    assert Message.objects.filter(template="face_passed").count() == 1


@pytest.mark.parametrize(("district", "colour"), [("319931", (230, 230, 230)), ("319932", (230, 230, 230)), ("350704", BLACK)])
def test_another_face_a_picture_of_a_picture_and_darkness_do_not_pass(district: str, colour: tuple[int, int, int]) -> None:
    account_id, _person = make_member(district)
    assert selfie(account_id, colour).state == "failed"
    assert Message.objects.filter(template="face_failed").count() == 1


@pytest.mark.parametrize(("district", "outcome"), [("319933", "timeout"), ("319934", "garbage")])
def test_r7_2_no_answer_is_no_decision_and_the_picture_goes_at_once(district: str, outcome: str) -> None:
    account_id, _person = make_member(district)
    face = selfie(account_id)
    assert (face.state, face.outcome, face.score, face.decided_at) == ("unavailable", outcome, None, None)
    forget_run_out(NOW + timedelta(days=3650))
    assert not KeptPicture.objects.exists()
    assert not Message.objects.filter(template__startswith="face_").exists()


def test_without_a_partner_people_decide(settings: Settings) -> None:
    settings.OPENJMO_FACE_CHECK = ""
    account_id, _person = make_member()
    assert selfie(account_id).outcome == "no_partner"
    settings.OPENJMO_FACE_CHECK = "x"
    with pytest.raises(ValueError, match="pretend or empty"):
        face_check()


def test_the_score_that_passes_is_a_setting(settings: Settings) -> None:
    settings.OPENJMO_FACE_SCORE = 94
    account_id, _person = make_member()
    assert selfie(account_id).state == "failed"


def test_n9_no_number_of_failures_closes_any_way() -> None:
    account_id, _person = make_member("319931")
    for _time in range(12):
        assert selfie(account_id).state == "failed"
    assert video(account_id)
    assert show_code(account_id, device="", now=NOW)
    assert set(reads.open_faces(account_id)) == {"video", "counter"}
    assert send_selfie(account_id, picture(), device="", now=NOW)


def test_video_and_counter_need_no_consent_and_a_selfie_does() -> None:
    account_id, _person = make_member(agrees=False)
    with pytest.raises(Refusal, match="consent_missing"):
        send_selfie(account_id, picture(), device="", now=NOW)
    assert video(account_id)
    assert show_code(account_id, device="", now=NOW)


def test_the_same_way_twice_is_one_try_and_can_be_given_up() -> None:
    account_id, _person = make_member()
    ref = video(account_id)
    assert video(account_id) == ref
    give_up(account_id, ref, NOW)
    give_up(account_id, ref, NOW)
    assert video(account_id) != ref
    with pytest.raises(NotYours):
        give_up(account_id + 1, ref, NOW)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(None, "morning"), "hari"),
        (Wish(business_date(NOW) - timedelta(days=1), "morning"), "hari"),
        (Wish(business_date(NOW) + timedelta(days=31), "morning"), "hari"),
        (Wish(TOMORROW, "midnight"), "waktu"),
    ],
)
def test_a_wish_must_be_possible(wish: Wish, field: str) -> None:
    account_id, _person = make_member()
    with pytest.raises(InvalidInput) as wrong:
        request_video(account_id, wish, device="", now=NOW)
    assert wrong.value.field == field


def test_a_call_goes_from_wish_to_schedule_to_call_to_decision_and_r9_1_opens_data_in_the_call_only() -> None:
    account_id, person = make_member()
    by = signature(make_officer())
    reader = Reader(ReaderKind.STAFF, by, "Ratna")
    ref = video(account_id)
    assert face_file(ref, reader).person is None
    assert face_file(ref, reader).phone == ""
    with pytest.raises(Refusal, match="not_now"):
        begin_call(ref, by=by, now=NOW)
    with pytest.raises(InvalidInput, match="time_wrong"):
        schedule_video(ref, NOW, by=by, now=NOW)
    schedule_video(ref, THEN, by=by, now=NOW)
    schedule_video(ref, THEN, by=by, now=NOW)
    assert Message.objects.filter(template="video_scheduled").count() == 1
    schedule_video(ref, THEN + timedelta(hours=1), by=by, now=NOW)
    assert Message.objects.filter(template="video_scheduled").count() == 2
    assert face_file(ref, reader).person is None
    assert face_file(ref, reader).phone
    with pytest.raises(Refusal, match="not_now"):
        decide_face(ref, "passed", "", by=by, now=THEN)
    begin_call(ref, by=by, now=THEN)
    begin_call(ref, by=by, now=THEN)
    shown = face_file(ref, reader).person
    assert shown
    assert shown.nik == person.nik
    with pytest.raises(InvalidInput):
        decide_face(ref, "failed", " ", by=by, now=THEN)
    decide_face(ref, "passed", "", by=by, now=THEN)
    decide_face(ref, "passed", "", by=by, now=THEN)
    assert face_file(ref, reader).person is None
    with pytest.raises(Refusal, match="not_now"):
        decide_face(ref, "failed", "Berubah pikiran.", by=by, now=THEN)


@pytest.mark.parametrize("outcome", ["failed", "no_show"])
def test_a_call_that_fails_or_meets_nobody_may_be_asked_for_again(outcome: str) -> None:
    account_id, _person = make_member()
    by = signature(make_officer())
    ref = video(account_id)
    schedule_video(ref, THEN, by=by, now=NOW)
    if outcome == "failed":
        begin_call(ref, by=by, now=THEN)
    decide_face(ref, outcome, "Wajah tidak terlihat.", by=by, now=THEN)
    assert Message.objects.filter(template=f"face_{outcome}").count() == 1
    assert video(account_id) != ref


def test_at_the_counter_the_code_leads_to_the_decision() -> None:
    account_id, _person = make_member()
    by = signature(make_officer())
    ref = show_code(account_id, device="", now=NOW)
    with pytest.raises(InvalidInput, match="outcome_unknown"):
        decide_face(ref, "no_show", "x", by=by, now=NOW)
    with pytest.raises(Refusal, match="not_now"):
        schedule_video(ref, THEN, by=by, now=NOW)
    decide_face(ref, "failed", "KTP orang lain.", by=by, now=NOW)
    again = show_code(account_id, device="", now=NOW)
    decide_face(again, "passed", "", by=by, now=NOW)
    passed = reads.passed_face(account_id)
    assert passed
    assert passed.route == "counter"


def test_a_yes_closes_what_else_is_open() -> None:
    account_id, _person = make_member()
    video(account_id)
    assert selfie(account_id).state == "passed"
    assert reads.open_faces(account_id) == {}


def test_the_machines_no_may_be_turned_by_an_officer_and_stays_counted() -> None:
    account_id, _person = make_member("319931")
    by = signature(make_officer())
    reader = Reader(ReaderKind.STAFF, by, "Ratna")
    face = selfie(account_id)
    known = face_file(face.ref, reader)
    assert (len(known.pictures), known.score) == (1, 31)
    with pytest.raises(InvalidInput):
        decide_face(face.ref, "passed", "", by=by, now=NOW)
    with pytest.raises(Refusal, match="not_now"):
        decide_face(face.ref, "failed", "Memang lain.", by=by, now=NOW)
    decide_face(face.ref, "passed", "Foto lama, KTP asli sudah dilihat.", by=by, now=NOW)
    assert rejections("age_group") == [Rejections("selfie", "40-49", 1, 1, 1)]


def test_r7_1_a_selfie_is_deleted_after_the_decision_and_the_appeal_period(settings: Settings) -> None:
    settings.OPENJMO_APPEAL_DAYS = 10
    account_id, _person = make_member()
    decided = selfie(account_id).decided_at
    assert decided
    forget_run_out(decided + timedelta(days=9))
    assert KeptPicture.objects.count() == 1
    forget_run_out(decided + timedelta(days=10))
    forget_run_out(decided + timedelta(days=10))
    assert KeptPicture.objects.count() == 0


def test_n9_false_noes_are_counted_from_decisions(settings: Settings) -> None:
    account_id, _person = make_member("319931")
    by = signature(make_officer())
    selfie(account_id)
    selfie(account_id)
    assert rejections("age_group") == [Rejections("selfie", "40-49", 2, 2, 0)]
    decide_face(show_code(account_id, device="", now=NOW), "passed", "", by=by, now=NOW + timedelta(days=9000))
    assert rejections("age_group") == [Rejections("counter", "60-", 1, 0, 0), Rejections("selfie", "40-49", 2, 2, 2)]
    assert [(one.route, one.group) for one in rejections("device")] == [("counter", ""), ("selfie", "Chrome Android")]
    assert [(one.route, one.group) for one in rejections("light")] == [("counter", ""), ("selfie", "bright")]
    settings.OPENJMO_PUBLISHED_LEAST = 2
    assert rejections("age_group")[0] == Rejections("counter", "60-", None, None, None)
    with pytest.raises(ValueError, match="nik"):
        rejections("nik")


def test_nobody_decides_about_themself_and_strangers_find_nothing() -> None:
    account_id, _person = make_member()
    ref = show_code(account_id, device="", now=NOW)
    with pytest.raises(Refusal, match="own_request"):
        decide_face(ref, "passed", "", by=signature(account_id), now=NOW)
    with pytest.raises(NotYours):
        decide_face("VW-0", "passed", "", by="account:x", now=NOW)
    with pytest.raises(NotYours):
        show_code(make_officer(), device="", now=NOW)


def test_a_decided_try_is_not_compared_again() -> None:
    account_id, _person = make_member()
    face = selfie(account_id)
    compare_selfie(face.pk)
    compare_selfie(face.pk + 1)
    assert Face.objects.get(pk=face.pk).decided_at == face.decided_at


class _Says:
    """A partner that says one thing."""

    name = "test"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def compare(self, selfie: bytes, against: Nik | bytes) -> FaceAnswer:
        """Says it, or raises it."""
        del selfie, against
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value] # that it may be anything is what is tested


BAD: Any = "hidup"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (TimeoutError(), "timeout"),
        (OSError(), "unreachable"),
        (ValueError(), "garbage"),
        (None, "garbage"),
        (Compared(101, Liveness.PASSED, "r"), "garbage"),
        (Compared(90, BAD, "r"), "garbage"),
        (Compared(90, Liveness.PASSED, ""), "garbage"),
    ],
)
def test_r7_2_whatever_a_partner_does_is_an_answer_or_none(said: object, reason: str) -> None:
    assert compare(_Says(said), b"", Nik("3507046609850000")) == Unavailable(reason)


def test_r7_4_the_pretended_partner_passes_invented_people_only() -> None:
    content = picture().content
    real = Pretend().compare(content, Nik("3171061505900001"))
    assert isinstance(real, Compared)
    assert real.score < 75
    assert Pretend().compare(content, content) == Unavailable("not_offered")


@pytest.mark.parametrize(
    ("born", "group"), [("2006-11-23", "-29"), ("1996-11-24", "-29"), ("1996-11-23", "30-39"), ("1966-11-23", "60-"), ("1930-01-01", "60-")]
)
def test_age_groups_turn_on_the_birthday(born: str, group: str) -> None:
    assert age_group(date.fromisoformat(born), date(2026, 11, 23)) == group
