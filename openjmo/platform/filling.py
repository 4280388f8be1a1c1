"""Pages that are the same for many people but for what is somebody's own: drawn once, and then only filled in.

    filled(request, "participant/saldo.html", {"total": Own(rupiah(total)), "years": [Own(str(year)) for year in years]})

Drawing a busy page costs more than reading what stands in it. A view marks with `Own` what is a person's own, as it is to be read. Each
marked text leaves a place, and the page with its places is kept; the next page of the same kind is these pieces with other texts between
them, escaped as the template would have done.

Promises: whatever is not marked is part of what a kept page is known by, beside template and language, so nobody ever meets what was drawn
for another; a marked text can be written out and nothing else: a template that compares it, counts it or looks into it fails. It counts as
being there, so an empty one is refused. Equal values of different types (1 and True) must not take turns at the same place of a context.
"""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

from markupsafe import Markup, escape

MOST_KEPT: Final = 512
"""Pages of different kinds that a process keeps, each as large as the page; when there are more it begins anew."""
_PLAIN: Final = re.compile(r"[^&<>'\"]*").fullmatch
"""Texts that stand in a page as they are."""
_PLACE: Final = re.compile("\0([0-9]+)\0")
"""No text of a person can hold a NUL: the database refuses it."""

Kept = tuple[list[str], list[int]]
"""The pieces of a page with an empty one for each place between them, and which text goes into which place."""


class Own:
    """A text that is somebody's own, ready to be read; see the module."""

    __slots__ = ("text",)
    __hash__ = None  # type: ignore[assignment] # a marked text is never looked up

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> Markup:
        """As it stands in a page."""
        return escape(self.text)

    def __str__(self) -> str:
        """The same: in a template there is no other way to read it."""
        return self.__html__()

    def __bool__(self) -> bool:
        """It is there."""
        return True

    def _refuse(self, *_others: object) -> NoReturn:
        raise TypeError("a text that is somebody's own can be written out, and nothing else")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __int__ = __add__ = __radd__ = __neg__ = _refuse


def shape(context: dict[str, Any], own: list[str]) -> tuple[Any, ...]:
    """What a page is known by: the context with each marked text left out, which goes to the end of `own` as it is to be written."""
    first = len(own)
    known = _shape(context, own)
    if not _PLAIN("".join([text for text in own[first:] if type(text) is not Markup])):
        own[first:] = [escape(text) for text in own[first:]]
    return known


def _shape(value: Any, own: list[str]) -> tuple[Any, ...]:  # noqa: ANN401 - a dict, a list or a tuple
    is_dict = type(value) is dict
    told: list[Any] = [dict, *value] if is_dict else []
    for one in value.values() if is_dict else value:
        kind = type(one)
        if kind is Own:
            own.append(one.text)
            told.append(Own)
        else:
            told.append(_shape(one, own) if kind is dict or kind is list or kind is tuple else one)
    return tuple(told)


def with_places(value: Any, count: list[int]) -> Any:  # noqa: ANN401 - whatever a context holds
    """The value with each marked text replaced by the sign of its place, in the order of `shape`; `count` holds how many there are."""
    match value:
        case Own():
            count[0] += 1
            return Own(Markup("\0{}\0").format(count[0] - 1))
        case list() | tuple():
            return [with_places(one, count) for one in value]
        case dict():
            return {name: with_places(one, count) for name, one in value.items()}
        case _:
            return value


def cut(page: str) -> Kept:
    """A page drawn with the signs of its places, cut there."""
    pieces = _PLACE.split(page)
    places = [int(number) for number in pieces[1::2]]
    pieces[1::2] = [""] * len(places)
    return pieces, places


def put_together(kept: Kept, own: list[str]) -> str:
    """The page with these texts. Raises ValueError when one of them is empty."""
    if "" in own:
        raise ValueError("a text that counts as being there is empty")
    pieces, places = kept
    page = pieces.copy()
    page[1::2] = [own[place] for place in places]
    return "".join(page)
