"""Somebody who lost e-mail and telephone, step by step, with the background work done in between; everybody is invented."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from openjmo.domains.membership.recognise import CivilData
from openjmo.domains.messaging.models import Mail
from openjmo.domains.protection import actions as protection
from openjmo.domains.protection.actions import NewTrustedPerson
from openjmo.domains.recovery import actions
from openjmo.domains.recovery.actions import Examination, NewCase
from openjmo.domains.recovery.models import Case
from tests.fund import SITI

NEW_EMAIL = "siti.baru@contoh.example"
NEW_PHONE = "+6281200000077"
TRUSTED_EMAIL = "adik@contoh.example"
NEW_PASSWORD = "Kolam-Hijau-3"
SAID = CivilData(SITI.nik, "SITI  Rahmawati", date(1985, 9, 26), SITI.mother_name, SITI.card_number)
NOBODY = replace(SAID, nik="3507046609850009", full_name="Tidak Ada", card_number="12345678901")
SEEN = Examination(["identity_card"], "KTP asli dilihat, wajah cocok.")


def opened(said: CivilData = SAID, now: datetime | None = None, *, email: str = NEW_EMAIL, phone: str = NEW_PHONE) -> str:
    """The case code, with the codes sent."""
    moment = now or datetime.now().astimezone()
    code = actions.open_case(NewCase(said, email, phone), str(uuid4()), "id", moment)
    row = newest()
    actions.send_codes(row.pk, row.turn, moment)
    return code


def newest() -> Case:
    """The case opened last."""
    return Case.objects.order_by("-id")[0]


def codes(email: str = NEW_EMAIL, phone: str = NEW_PHONE) -> tuple[str, str]:
    """The digits that went to the new contacts last."""
    found = []
    for contact in (email, phone):
        found_by = {"number_key": contact} if contact == phone else {"recipient": contact}
        letter = Mail.objects.filter(template="recovery_codes", **found_by).order_by("-id")[0]
        found.append(re.findall(r"\b\d{6}\b", letter.body)[0])
    return found[0], found[1]


def proven(said: CivilData = SAID, now: datetime | None = None, *, email: str = NEW_EMAIL, phone: str = NEW_PHONE) -> str:
    """The case code of a case whose contacts are proved and which was told to those of before."""
    moment = now or datetime.now().astimezone()
    code = opened(said, moment, email=email, phone=phone)
    typed = actions.prove_contacts(code, *codes(email, phone), moment)
    assert typed
    assert typed.is_proven
    actions.tell_case(newest().pk, moment)
    return code


def trust(account_id: int, now: datetime) -> None:
    """The member named their sibling two months ago, who agreed."""
    long_ago = now - timedelta(days=60)
    protection.name_trusted(account_id, NewTrustedPerson("Adik Siti", TRUSTED_EMAIL, ""), long_ago)
    assert protection.agree_trust(trusted_code("protection_trust_asked"), long_ago)


def trusted_code(template: str = "recovery_trusted") -> str:
    """The code in the newest letter of that kind to the trusted person."""
    letter = Mail.objects.filter(recipient=TRUSTED_EMAIL, template=template).order_by("-id")[0]
    (found,) = re.findall(r"/tepercaya/(\S+)", letter.body)
    return str(found)


def link_key(email: str = NEW_EMAIL) -> str:
    """The key in the newest link for a new password."""
    letter = Mail.objects.filter(recipient=email, template="recovery_link").order_by("-id")[0]
    (found,) = re.findall(r"/pulihkan/sandi/(\S+)", letter.body)
    return str(found)


def handed_over(at: datetime, *, email: str = NEW_EMAIL) -> bool:
    """The days are over, the link is sent and used."""
    actions.send_link(newest().pk, at)
    return actions.choose_password(link_key(email), NEW_PASSWORD, at)
