"""A person's name as typed in a spreadsheet: kept as it is, but for blanks, and never a formula.

Used by `wage_report`. A cell that begins with a formula sign would run when somebody opens an export of it in a spreadsheet; it is
refused at the door. Markup is no danger here and stays the inert text it is.

>>> read_name("  INA  SARI "), read_name("=HYPERLINK(1)")
(('INA SARI', None), ('', 'name_is_a_formula'))
"""

from __future__ import annotations

import unicodedata
from typing import Final

from openjmo.rules.wage_values import NOTHING

MOST_NAME_LETTERS: Final = 200
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also full-width, which some spreadsheets take for the same."""
_LOOK_TWICE: Final = (*_FORMULA_SIGNS, "'")
_INVISIBLE_FILLERS: Final = {ord(sign): None for sign in "\u200b\u200c\u200d\ufeff"}


def read_name(text: str) -> tuple[str, str | None]:
    """The name with single blanks, and the code of what is wrong with it; empty without a code where nothing is written."""
    name = " ".join(text.split())
    if name == text and name.isascii() and name.isprintable() and name[:1] not in _LOOK_TWICE and len(name) <= MOST_NAME_LETTERS:
        return name, None
    return _read_unusual(text, name)


def _read_unusual(text: str, name: str) -> tuple[str, str | None]:
    if name in NOTHING:
        return "", None
    name = unicodedata.normalize("NFC", name.translate(_INVISIBLE_FILLERS)).strip()
    if name.lstrip("' ").startswith(_FORMULA_SIGNS) or "\t" in text or "\r" in text.replace("\r\n", "\n"):
        return "", "name_is_a_formula"
    if not name.isprintable():
        return "", "name_has_hidden_signs"
    if len(name) > MOST_NAME_LETTERS:
        return "", "name_too_long"
    return name, None
