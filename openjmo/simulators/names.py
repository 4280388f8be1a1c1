"""Names for made-up people: first and last names of Faker's Indonesian list, put together as Indonesians are called.

Faker's own `name()` adds titles and degrees and knows neither people with one name nor with three; about a quarter of ours have one.
"""

from __future__ import annotations

from random import Random
from typing import Final

from faker.providers.person.id_ID import Provider

from openjmo.core.ids import Sex

_FIRST: Final[dict[Sex, tuple[str, ...]]] = {"L": tuple(Provider.first_names_male), "P": tuple(Provider.first_names_female)}
_LAST: Final[dict[Sex, tuple[str, ...]]] = {"L": tuple(Provider.last_names_male), "P": tuple(Provider.last_names_female)}

_WITH_ONE_NAME: Final = 25
"""Percent of people."""
_WITH_THREE_NAMES: Final = 15


def person_name(chance: Random, sex: Sex) -> str:
    """One, two or three names."""
    first, last = chance.choice(_FIRST[sex]), chance.choice(_LAST[sex])
    drawn = chance.randrange(100)
    if drawn < _WITH_ONE_NAME:
        return first
    if drawn < _WITH_ONE_NAME + _WITH_THREE_NAMES:
        middle = chance.choice(_FIRST[sex])
        return f"{first} {middle} {last}" if middle != first else f"{first} {last}"
    return f"{first} {last}"


def mother_name(chance: Random) -> str:
    """As employers write it down: mostly one name."""
    first = chance.choice(_FIRST["P"])
    return first if chance.randrange(3) else f"{first} {chance.choice(_LAST['P'])}"
