"""For each page of the desk that is about one request, such a request; everybody is invented."""

from __future__ import annotations

from openjmo.core.periods import Month
from openjmo.domains.identity.models import Account
from openjmo.domains.membership import reads as membership
from openjmo.domains.privacy.actions.ask import ask
from openjmo.domains.verification.actions.agree import agree
from openjmo.domains.verification.actions.ask_correction import ask_correction
from openjmo.domains.verification.actions.show_face import Wish, request_video, send_selfie
from openjmo.domains.verification.models import KeptPicture
from tests.desk import make_card_request, make_correction, make_merge, make_ticket
from tests.domains.recovery.steps import newest, proven
from tests.domains.verification.steps import picture
from tests.fund import NOW, SITI, make_employer, member, post_month


def one_request_of_each() -> dict[str, tuple[str, list[str]]]:
    """By the name of its address: the reference that fills it, and everybody whose file it opens."""
    post_month(make_employer(), Month(2026, 9), [SITI])
    siti_id, siti = member(SITI, "siti@contoh.example")
    card = make_card_request(siti.id)
    merge = make_merge(siti.id)
    ticket = make_ticket(siti.id, 150_000)
    proven()
    account_id, correction = make_correction()
    correcting = ask_correction(siti_id, "full_name", "Siti R", [picture()], now=NOW)
    agree(siti_id, "id", NOW)
    send_selfie(siti_id, picture(), device="", now=NOW)
    mine = [membership.file_key(siti.ref)]
    applicants = [f"account:{Account.objects.get(id=account_id).ref}"]
    return {
        "desk_card": (card, [*mine, *membership.file_keys_of_cards(["15031774471"])]),
        "desk_merge": (merge, mine),
        "desk_recovery": (newest().ref, mine),
        "desk_difference": (ticket, mine),
        "desk_correction": (correction, applicants),
        "desk_data": (correcting, mine),
        "desk_photo": (KeptPicture.objects.get(face=None).ref, mine),
        "desk_selfie": (KeptPicture.objects.get(correction=None).ref, mine),
        "desk_face": (request_video(siti_id, Wish(NOW.date(), "morning"), device="", now=NOW), mine),
        "desk_privacy": (ask(account_id, "restriction", "jangan dipakai", now=NOW), applicants),
    }
