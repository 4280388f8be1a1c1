"""Which figures of a month may be told: none that is about a few people, and none from which such a figure follows.

Called when a month is counted; what is hidden is not kept. `few` is more than nobody and fewer than `least` people. Hidden is

- every count of few people, and every sum of money that few people make up;
- the count of active members when few members are not active: the two together would tell of them;
- a count of people that differs by few from the newest month in which it was told, and active members when few are active in only one of
  the two months: else subtracting a month from another tells of whoever came or left, and their contributions by subtracting the money;
- the whole money of a month when one part of it is hidden. The parts sum to the difference of two published totals, which anybody can read
  to the sen, so that a single missing part could be computed;
- how many requests were answered in time when few people waited too long, or few did not.

It does not stop whoever knows most of the people behind a figure, and says nothing of firms: their count is told whatever it is.

>>> shown(Counted(members=40, active=33, active_changed=0, accounts=12), Before(), least=10).active is None
True
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """What a month was found to hold, before anything is hidden. Money in sen."""

    members: int = 0
    active: int = 0
    active_changed: int = 0
    """People who were active in this month or in the newest month that told of them, and not in both; nobody without such a month."""
    accounts: int = 0
    worker_sen: int = 0
    employer_sen: int = 0
    returns_sen: int = 0
    credited: int = 0
    """People to whom returns were credited."""
    claims_sen: int = 0
    claimants: int = 0
    requests_due: int = 0
    requests_in_time: int = 0
    due_people: int = 0
    late_people: int = 0
    """People of whom a request was not answered in time; `in_time_people` those of whom one was. Somebody may be both."""
    in_time_people: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What was told newest of each count of people; None when it never was."""

    members: int | None = None
    accounts: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of a month; None is hidden."""

    members: int | None
    active: int | None
    accounts: int | None
    worker_sen: int | None
    employer_sen: int | None
    returns_sen: int | None
    claims_sen: int | None
    claimants: int | None
    requests_due: int | None
    requests_in_time: int | None


def shown(counted: Counted, before: Before, *, least: int) -> Shown:
    """What may be told of a month after those before it."""

    def few(people: int) -> bool:
        return 0 < people < least

    def count(people: int, told: int | None) -> int | None:
        return None if few(people) or (told is not None and few(abs(people - told))) else people

    is_active_told = not any(map(few, (counted.active, counted.active_changed, counted.members - counted.active)))
    is_money_told = is_active_told and not few(counted.credited) and not few(counted.claimants)
    is_due_told = not few(counted.due_people)
    is_in_time_told = is_due_told and not few(counted.late_people) and not few(counted.in_time_people)
    return Shown(
        members=count(counted.members, before.members),
        active=counted.active if is_active_told else None,
        accounts=count(counted.accounts, before.accounts),
        worker_sen=counted.worker_sen if is_money_told else None,
        employer_sen=counted.employer_sen if is_money_told else None,
        returns_sen=counted.returns_sen if is_money_told else None,
        claims_sen=counted.claims_sen if is_money_told else None,
        claimants=counted.claimants if is_money_told else None,
        requests_due=counted.requests_due if is_due_told else None,
        requests_in_time=counted.requests_in_time if is_in_time_told else None,
    )
