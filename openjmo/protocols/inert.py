"""Cells of files for spreadsheets that shall be read and never computed, whoever wrote what stands in them.

A spreadsheet runs what begins with one of these signs, some also after blanks or in their wide forms, and some imports split at line ends.
Called by everything that writes CSV. A number of our own needs none of this: it begins with its sign and holds digits.

>>> inert("=1+1")
"'=1+1"
>>> inert("PT Karya Bahari")
'PT Karya Bahari'
"""

from __future__ import annotations

from typing import Final

_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_run(text: str) -> bool:
    """Whether a spreadsheet might compute it."""
    return text.startswith(_RUN) or text.strip().startswith(_RUN)


def inert(text: str) -> str:
    """The same with an apostrophe before it where that is needed."""
    return f"'{text}" if is_run(text) else text
