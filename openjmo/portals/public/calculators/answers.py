"""What a calculator gives back: one big figure with a sentence, exact rows, and the figure with all its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openjmo.portals.public.calculators.fields import Field, Typed
from openjmo.rules import Figure, Lawbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under a title, or conditions that hold (`yes`), do not (`no`) or were not looked at (`wait`)."""

    title: str
    rows: Sequence[tuple[str, str]] = ()
    total: tuple[str, str] | None = None
    checks: Sequence[tuple[str, str]] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in the language of the reader."""

    figure: Figure
    title: str
    """What the big figure is."""
    headline: str
    text: str
    sections: Sequence[Section] = ()
    doubts: Sequence[str] = ()
    """What to know before relying on it."""
    extra: object | None = None
    """What a template of its own draws besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way of asking: its own fields and its own computation. The first mode of a calculator is shown first."""

    key: str
    """As in the address, `?jenis=bpu`; empty where there is only one way."""
    label: str
    fields: Sequence[Field]
    compute: Callable[[Typed, Lawbook], Answer]
    fields_of_rules: Mapping[str, str] = field(default_factory=dict)
    """What the rules call a field, and what the page calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """A page under /hitung. Words are Indonesian sentences marked for translators."""

    slug: str
    title: str
    question: str
    """For the index, and under the title."""
    glyph: str
    modes: Sequence[Mode]
    template: str = "public/calculator.html"
    depth: int = 6
    """How many steps of the derivation stand on the page; the file has all of them."""
