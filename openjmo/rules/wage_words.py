"""The words people write for sex, for the reason of leaving and for programmes, and the one code each stands for.

Used by `wage_report`. Case, signs and blanks do not matter; an unknown word is never guessed.

>>> read_sex("Laki-laki"), read_end_reason("Habis Kontrak"), read_programmes("JHT, JKK")
('L', 'contract_end', ('JHT', 'JKK'))
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from openjmo.core.ids import Sex  # it brings the numbering plans of telephones, which no rule waits for

Programme = Literal["JHT", "JP", "JKK", "JKM", "JKP"]
EndReason = Literal["resign", "dismissal", "contract_end", "retirement", "death"]

_SEX_WORDS: Final[dict[Sex, str]] = {
    "L": "l lk laki lakilaki laki2 pria m male",
    "P": "p pr perempuan wanita w f female",
}
_END_REASON_WORDS: Final[dict[EndReason, tuple[str, ...]]] = {
    "resign": (
        "resign", "resigned", "resignation", "mengundurkan diri", "mundur", "undur diri", "pengunduran diri", "berhenti sendiri", "keluar",
        "permintaan sendiri", "atas permintaan sendiri",
    ),
    "dismissal": (
        "dismissal", "dismissed", "phk", "di phk", "pemutusan hubungan kerja", "diberhentikan", "efisiensi", "layoff", "terminated",
    ),
    "contract_end": (
        "contract end", "end of contract", "habis kontrak", "kontrak habis", "kontrak berakhir", "akhir kontrak", "berakhir kontrak",
        "kontrak selesai", "selesai kontrak", "pkwt berakhir", "berakhirnya pkwt", "habis pkwt", "berakhirnya kontrak",
    ),
    "retirement": ("retirement", "retired", "pensiun", "usia pensiun", "mencapai usia pensiun", "pensiun dini"),
    "death": ("death", "died", "meninggal", "meninggal dunia", "wafat"),
}  # fmt: skip
_SEXES: Final = {word: sex for sex, words in _SEX_WORDS.items() for word in words.split()}
_END_REASONS: Final = {word: reason for reason, words in _END_REASON_WORDS.items() for word in words}
_PROGRAMMES: Final[dict[str, Programme]] = {code: code for code in get_args(Programme)}
_SEPARATORS: Final = re.compile(r"[\s,;+/|&]+")


@lru_cache(maxsize=1 << 10)
def read_sex(text: str) -> Sex | None:
    """`L` or `P`; None when it is neither."""
    return _SEXES.get("".join(sign for sign in text.casefold() if sign.isalnum()))


@lru_cache(maxsize=1 << 10)
def read_end_reason(text: str) -> EndReason | None:
    """The reason in our own code; None when it is unknown."""
    return _END_REASONS.get(" ".join(re.findall(r"[a-z]+", text.casefold())))


@lru_cache(maxsize=1 << 10)
def read_programmes(text: str) -> tuple[Programme, ...] | None:
    """The programmes named, in the order written, each once; None when one is unknown."""
    found: dict[Programme, None] = {}
    for word in _SEPARATORS.split(text.strip().upper()):
        programme = _PROGRAMMES.get(word)
        if programme is not None:
            found[programme] = None
        elif word.strip("-"):
            return None
    return tuple(found)
