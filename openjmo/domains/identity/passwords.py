"""What a password must be: ten signs of four kinds, nothing everybody uses, nothing that has leaked, nothing that is you (S8).

Named by the setting AUTH_PASSWORD_VALIDATORS; the server decides, the meter on the page only helps. No password ever has to be changed
because time has passed (X12; NIST SP 800-63B 5.1.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from openjmo.domains.identity.leaked import is_leaked

SHORTEST: Final = 10
LONGEST: Final = 256
"""So that nobody makes us digest a book."""
TOO_SIMILAR: Final = 0.7
_LOOKALIKES: Final = str.maketrans("0134578@$!", "oieastbasi")


class LongEnough:
    """At least ten signs, at most 256."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's interface
        """Raises ValidationError."""
        if len(password) < SHORTEST:
            raise ValidationError(_("Kata sandi terlalu pendek: pakai paling sedikit %(count)s tanda.") % {"count": SHORTEST}, "too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("Kata sandi terlalu panjang: paling banyak %(count)s tanda.") % {"count": LONGEST}, "too_long")

    def get_help_text(self) -> str:
        """One sentence for the form."""
        return _("Paling sedikit 10 tanda, dengan huruf besar, huruf kecil, angka, dan tanda baca.")


class FourKinds:
    """Upper case, lower case, digit, and a sign that is none of these."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's interface
        """Names every kind that is missing. Raises ValidationError."""
        missing = [
            words
            for words, is_there in (
                (_("huruf besar"), any(sign.isupper() for sign in password)),
                (_("huruf kecil"), any(sign.islower() for sign in password)),
                (_("angka"), any(sign.isdigit() for sign in password)),
                (_("tanda baca, misalnya ! ? - atau spasi"), any(not sign.isalnum() for sign in password)),
            )
            if not is_there
        ]
        if missing:
            raise ValidationError(_("Kata sandi belum memuat: %(missing)s.") % {"missing": ", ".join(missing)}, "kinds_missing")

    def get_help_text(self) -> str:
        """Said by `LongEnough` already."""
        return ""


@cache
def _common() -> frozenset[str]:
    ours = files("openjmo.domains.identity").joinpath("common_passwords.txt").read_text(encoding="utf-8").split()
    return frozenset(CommonPasswordValidator().passwords) | frozenset(ours)


def is_common(password: str) -> bool:
    """Whether everybody uses it, perhaps dressed up with digits, signs and lookalikes."""
    low = password.lower().strip()
    letters = re.sub(r"[^a-z]", "", low)
    looked_through = re.sub(r"[^a-z]", "", re.sub(r"[\W\d]+$", "", low).translate(_LOOKALIKES))
    digits = re.sub(r"\D", "", low)
    is_mostly_digits = len(letters) <= 2  # noqa: PLR2004 - the two letters the four kinds ask for
    return bool({low, letters, looked_through} & _common()) or (is_mostly_digits and digits in _common())


class NotCommon:
    """Not one of the passwords everybody uses, nor one of them dressed up with digits, signs and lookalikes. Offline."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's interface
        """Raises ValidationError."""
        if is_common(password):
            raise ValidationError(_("Kata sandi ini mudah ditebak karena banyak dipakai orang. Pilih yang lain."), "common")

    def get_help_text(self) -> str:
        """One sentence for the form."""
        return _("Jangan pakai nama, tanggal lahir, atau kata yang umum.")


class NotLeaked:
    """Not one of the leaked passwords, where the operator has imported a list of them. Offline."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's interface
        """Raises ValidationError."""
        if is_leaked(password):
            raise ValidationError(_("Kata sandi ini pernah bocor dari layanan lain, jadi mudah dicoba orang. Pilih yang lain."), "leaked")

    def get_help_text(self) -> str:
        """Said by `NotCommon` already."""
        return ""


class NotYou:
    """Not the e-mail address, the name or the NIK, nor nearly."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Compares with `email`, `full_name` and, where the form put it there, `nik`. Raises ValidationError."""
        low = _plain(password)
        for attribute in ("email", "full_name", "nik"):
            value = str(getattr(user, attribute, "") or "")
            for part in {value, value.partition("@")[0], *re.split(r"[\W_]+", value)}:
                known = _plain(part)
                if len(known) >= 4 and (known in low or SequenceMatcher(None, known, low).quick_ratio() > TOO_SIMILAR):  # noqa: PLR2004
                    raise ValidationError(_("Kata sandi ini mirip nama, e-mail, atau NIK Anda. Pilih yang lain."), "is_you")

    def get_help_text(self) -> str:
        """Said by `NotCommon` already."""
        return ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if sign.isalnum())
