"""The desk's menu: what this officer's tasks are about, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from openjmo.domains.support import reads as support
from openjmo.domains.support.reads import Kind, OfficerView, State
from openjmo.domains.support.tasks import Task
from openjmo.portals.staff.words import ICONS, kind_words

Counts = Mapping[tuple[Kind, State], int]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu; `count` is what waits there, 0 says nothing."""

    label: str
    icon: str
    href: str
    count: int
    current: bool


def menu_of(officer: OfficerView, path: str, kind: Kind | None, counts: Counts | None, *, unchecked: int) -> list[MenuItem]:
    """For the page at `path`, about requests of that kind. `counts` are asked for when they are not known yet."""
    found = counts or support.request_counts()
    is_every_kind = kind is None and path == reverse("staff:desk")
    waiting = sum(found[one, State.OPEN] for one in officer.kinds)
    return [
        _requests(gettext("Semua permintaan"), "inbox", "", waiting, is_current=is_every_kind),
        *(_requests(kind_words(one), ICONS[one], f"?jenis={one}", found[one, State.OPEN], is_current=kind is one) for one in officer.kinds),
        *_other_pages(officer, path, unchecked),
        MenuItem(gettext("Keamanan akun"), "lock-keyhole", reverse("security"), 0, current=False),
    ]


def _requests(label: str, icon: str, query: str, count: int, *, is_current: bool) -> MenuItem:
    return MenuItem(label, icon, reverse("staff:desk") + query, count, is_current)


def _other_pages(officer: OfficerView, path: str, unchecked: int) -> Iterator[MenuItem]:
    pages: tuple[tuple[str, str, str, bool, int], ...] = (
        (gettext("Loket"), "scan-face", "desk_counter", Task.IDENTITY in officer.tasks, 0),
        (gettext("Pembekuan"), "circle-alert", "desk_protection", Task.PROTECTION in officer.tasks, 0),
        (gettext("Pemulihan akun"), "user", "desk_recoveries", Task.RECOVERY in officer.tasks, 0),
        (gettext("Pengawasan"), "eye", "desk_oversight", Task.OVERSIGHT in officer.tasks, unchecked),
        (gettext("Buka darurat"), "triangle-alert", "desk_emergency", len(officer.kinds) < len(Kind), 0),
    )
    for label, icon, name, is_shown, count in pages:
        href = reverse(f"staff:{name}")
        if is_shown:
            yield MenuItem(label, icon, href, count, path == href or path.startswith(f"{href}/"))
