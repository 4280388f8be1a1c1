"""One's own history under another rule: what a draft would have meant for me (N13). Nothing here is in force or kept."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.savings.outlook import OwnHistory, history_to_replay
from openjmo.domains.savings.rates import current_law
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import name_of, said, written
from openjmo.rules import DRAFTS
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.projection import replay_history

_MOST_SIGNS = 4_000


@dataclass(frozen=True, slots=True)
class Changed:
    """One number as it is and as the draft has it."""

    name: str
    now: str
    draft: str
    since: str


@dataclass(frozen=True, slots=True)
class Sums:
    """A history's contributions and returns over all cards."""

    contributions: Money
    returns: Money

    @property
    def balance(self) -> Money:
        """Together."""
        return self.contributions + self.returns


@dataclass(frozen=True, slots=True)
class Compared:
    """The two histories."""

    now: Sums
    draft: Sums
    changes: tuple[Changed, ...]
    agrees: bool
    """Whether the rules in force give just the amounts that are on the account."""

    @property
    def difference(self) -> Money:
        """What the draft would have added."""
        return self.draft.balance - self.now.balance


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def aturan_lain(visit: Visit) -> HttpResponseBase:
    """Choose a shipped example or write a draft; see both histories side by side."""
    if visit.person is None:
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    chosen = visit.request.GET.get("contoh", "")
    typed = visit.request.POST.get("rancangan", "").replace("\0", "")[:_MOST_SIGNS]
    history = history_to_replay(visit.person, now=visit.now)
    compared, error = None, ""
    if typed or chosen in DRAFTS:
        try:
            compared = _compare(history, typed or DRAFTS[chosen].read_text(encoding="utf-8"))
        except (InvalidInput, Refusal) as trouble:
            error = f"{reason_of(trouble)} {next_step_of(trouble)}"
    answer = visit.page(
        "aturan_lain",
        examples=[(name, label, f"{reverse('participant:aturan_lain')}?contoh={name}", name == chosen) for name, label in _examples()],
        typed=typed,
        error=error,
        compared=compared,
        through=history.through,
    )
    answer.status_code = 400 if error else 200
    return answer


def _examples() -> list[tuple[str, str]]:
    words = {
        "worker_rate_3": gettext("Iuran pekerja 3% sejak Juli 2015"),
        "yearly_crediting": gettext("Hasil pengembangan dibukukan setahun sekali"),
        "whole_rupiah": gettext("Iuran dipotong ke rupiah utuh"),
    }
    return [(name, words[name]) for name in DRAFTS]


def _compare(history: OwnHistory, text: str) -> Compared | None:
    if history.through is None or not history.per_card:
        return None
    law = current_law()
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        draft = law.with_draft(Path(file.name))
    now, then = (_sums(history, book, through=history.through) for book in (law, draft))
    parts = history.parts
    return Compared(now, then, _changes(law, draft), (now.contributions, now.returns) == (parts.contributions, parts.returns))


def _sums(history: OwnHistory, law: Lawbook, *, through: Month) -> Sums:
    cards = [replay_history(months, law, through=through) for months in history.per_card]
    return Sums(Money.total(card.contributions for card in cards), Money.total(card.returns for card in cards))


def _changes(now: Lawbook, draft: Lawbook) -> tuple[Changed, ...]:
    found = []
    for value in draft.declared()[len(now.declared()) :]:
        before = now.find(value.id, value.effective_from or now.researched_on, value.key)
        found.append(
            Changed(
                name=name_of(value.id),
                now=said(before) if before else "-",
                draft=said(value),
                since=written(value.effective_from) if value.effective_from else "",
            )
        )
    return tuple(found)
