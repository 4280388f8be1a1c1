"""Whether a message is ours: asked with its code, or with its whole text (U17).

Called by the public page and the command. It tells nothing of accounts: of a letter whose code is known, what kind it is, when it was
written, the masked address and the subject; of an SMS, whose code is short, the day alone until the whole text is there and equal. Of a
changed text it says what in it does not belong to us, and never what stood there instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import Phone, masked_email
from openjmo.domains.messaging import message_codes
from openjmo.domains.messaging.message_codes import Ending
from openjmo.domains.messaging.models import Mail, MessageCode
from openjmo.domains.messaging.reads import own_addresses

LONGEST_TEXT: Final = 20_000
"""Signs that are looked at; our longest letter has a fifth of them."""
_SAME_CODE: Final = 5
"""Messages of one code that are compared; SMS that share one are rare."""
_SHOWN: Final = 10
"""Strange addresses that are named."""
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S{1,200}|(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])(?:/\S{0,200})?", re.IGNORECASE
)
_MAILBOX: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w-])\+?\d[\d .()-]{7,20}\d(?![\w-])")

_DIGITS_OF_A_DATE: Final = 8
"""A number has more."""


class Outcome(StrEnum):
    """What came of it."""

    EXISTS = "exists"
    """Only the code is known: there is such a message."""
    SAME = "same"
    """The whole text is ours."""
    SURROUNDED = "surrounded"
    """Our whole text, with more before or after it."""
    CHANGED = "changed"
    """The code is ours, the text is not."""
    UNRECORDED = "unrecorded"
    """Signed with our key, but nobody here wrote it down."""
    UNKNOWN = "unknown"
    """Not from us."""


class Kind(StrEnum):
    """What kind of message it is."""

    LETTER = "letter"
    ONE_TIME_CODE = "one_time_code"
    """An SMS with a code that runs out."""
    NOTICE = "notice"
    """Any other SMS."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer. Empty, or None, is what is not told."""

    outcome: Outcome
    kind: Kind | None = None
    written_at: datetime | None = None
    recipient: str = ""
    """Masked."""
    subject: str = ""
    surplus: tuple[str, ...] = ()
    """What stands before and after our text."""
    strange: tuple[str, ...] = ()
    """Links, addresses and numbers in the text, or in the surplus, that are not ours."""
    is_signed: bool | None = None
    """Whether the signature under a letter is our key's; None without one."""

    @property
    def is_right(self) -> bool:
        """Whether nobody has guessed: a known code by itself, or its own text."""
        return self.outcome in {Outcome.EXISTS, Outcome.SAME, Outcome.SURROUNDED}


def compared_codes(typed: str) -> tuple[str, ...]:
    """The codes with whose texts this one will be compared, to count tries by; none for a code alone. Raises as `checked` does."""
    text = _text(typed)
    return () if message_codes.typed_code(text) else tuple(dict.fromkeys(ending.code for ending in message_codes.endings(text)))


def checked(typed: str) -> Checked:
    """Judge a code or a whole message. Raises InvalidInput `messaging.nothing_to_check` or `messaging.too_long`."""
    text = _text(typed)
    code = message_codes.typed_code(text)
    if code:
        known = _known(code)
        return _told(known[0], Outcome.EXISTS) if known else Checked(Outcome.UNKNOWN)
    for ending in message_codes.endings(text):
        known = _known(ending.code)
        if known:
            return _compared(ending, known, text)
    return _unknown(text)


def _text(typed: str) -> str:
    text = message_codes.unquoted(typed).strip()
    if not text:
        raise InvalidInput(
            "Kode atau pesan belum diisi.",
            code="messaging.nothing_to_check",
            field="pesan",
            fix="Ketik kode di akhir pesan, atau tempel seluruh pesan.",
        )
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            "Teks ini terlalu panjang untuk pesan kami.",
            code="messaging.too_long",
            field="pesan",
            fix="Tempel satu pesan saja, paling banyak %(count)s huruf.",
            values={"count": LONGEST_TEXT},
        )
    return text


def _known(code: str) -> list[MessageCode]:
    return list(MessageCode.objects.filter(code_key=code).select_related("mail").order_by("-id")[:_SAME_CODE])


def _compared(ending: Ending, known: Sequence[MessageCode], text: str) -> Checked:
    for row in known:
        found = _surrounded(ending, row)
        if found is not None:
            return found
    return replace(_told(known[0], Outcome.CHANGED), strange=_strange(text))


def _surrounded(ending: Ending, row: MessageCode) -> Checked | None:
    """Whether our text ends with the code; what stands around it is not ours."""
    signs, count = message_codes.plain(ending.head), int(row.recognised.sign_count)
    before, ours = signs[: max(len(signs) - count, 0)], signs[-count:]
    if message_codes.digest(row.mail.facts(row.written_at), ours) != row.recognised.digest:
        return None
    signature = message_codes.signature_in(ending.tail)
    key = message_codes.own_key()
    surplus = (message_codes.split_after(ending.head, len(before))[0].strip(), (signature.rest if signature else ending.tail).strip())
    more = tuple(part for part in surplus if part)
    return replace(
        _told(row, Outcome.SURROUNDED if more else Outcome.SAME),
        recipient=_recipient(row.mail),
        surplus=more,
        strange=_strange("\n".join(more)),
        is_signed=signature.holds(ours, key) if signature and key else None,
    )


def _unknown(text: str) -> Checked:
    key = message_codes.own_key()
    outcome = Outcome.UNRECORDED if key and message_codes.signed_by(text, key) else Outcome.UNKNOWN
    return Checked(outcome, strange=_strange(text))


def _told(row: MessageCode, outcome: Outcome) -> Checked:
    mail = row.mail
    if mail.channel == Mail.Channel.SMS:
        return Checked(outcome, kind=Kind.ONE_TIME_CODE if mail.useful_until else Kind.NOTICE, written_at=row.written_at)
    return Checked(outcome, kind=Kind.LETTER, written_at=row.written_at, recipient=_recipient(mail), subject=mail.subject)


def _recipient(mail: Mail) -> str:
    return Phone(mail.number).masked if mail.channel == Mail.Channel.SMS else masked_email(mail.recipient)


def _strange(text: str) -> tuple[str, ...]:
    """In the order in which they stand there, each once."""
    ours = own_addresses()
    hosts, mailboxes = set(ours.sites), {ours.mail_from.lower()}
    found = [
        *(link for link in _LINK.findall(text) if _host(link) not in hosts),
        *(box for box in _MAILBOX.findall(text) if box.lower() not in mailboxes),
        *_numbers(text),
    ]
    return tuple(dict.fromkeys(found))[:_SHOWN]


def _host(link: str) -> str:
    try:
        place = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        return ""
    return (place.netloc if place.username is None else "").lower().rstrip(".,)")


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) > _DIGITS_OF_A_DATE:
            yield found[0].strip()
