"""Members and pictures for tests of identity checks; everybody is invented."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from openjmo.core.periods import Month
from openjmo.domains.membership.reads import PersonView
from openjmo.domains.verification.actions.agree import agree
from openjmo.platform.pictures import Picture, clean_picture
from tests.fund import NOW, SITI, Worker, make_employer, member, post_month

WHITE = (230, 230, 230)
BLACK = (2, 2, 2)


def worker_of(district: str) -> Worker:
    """Siti with a NIK of another district; 3199nn do not exist and have fixed answers."""
    return replace(SITI, nik=district + SITI.nik[6:])


def make_member(district: str = SITI.nik[:6], *, agrees: bool = True) -> tuple[int, PersonView]:
    """A linked member whose NIK was issued there."""
    worker = worker_of(district)
    post_month(make_employer(), Month(2026, 9), [worker])
    account_id, person = member(worker, "siti@contoh.example")
    if agrees:
        agree(account_id, "id", NOW)
    return account_id, person


def photo(colour: tuple[int, int, int] = WHITE, *, form: str = "JPEG", size: tuple[int, int] = (320, 240)) -> bytes:
    """The bytes of a picture in one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, form)
    return target.getvalue()


def picture(colour: tuple[int, int, int] = WHITE) -> Picture:
    """A picture that came in."""
    return clean_picture(photo(colour), name="saya.jpg", declared="image/jpeg")
