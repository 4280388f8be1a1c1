"""Who listens to which fact.

A lower room announces what has happened (`announce(EmailConfirmed(...))`); upper rooms listen in their `reactions.py`. Listeners run at
once, inside the announcer's transaction, in the order of registration: either all of it happened or none. Slow or outside work belongs
in a job that the listener defers.

Facts are frozen dataclasses named in the past tense and defined beside the action that announces them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")

_listeners: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def listens_to(fact: type[Fact]) -> Callable[[Callable[[Fact], None]], Callable[[Fact], None]]:
    """Register the decorated function as a listener of that fact."""

    def register(listener: Callable[[Fact], None]) -> Callable[[Fact], None]:
        if listener not in _listeners[fact]:
            _listeners[fact].append(listener)
        return listener

    return register


def announce(fact: object) -> None:
    """Tell every listener, now, in this transaction."""
    for listener in tuple(_listeners[type(fact)]):
        listener(fact)


def listener_count(fact: type[Any]) -> int:
    """How many rooms answer to a fact; the tests of the house ask."""
    return len(_listeners[fact])
