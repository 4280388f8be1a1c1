"""Cards of one person that become one, and two again."""

from __future__ import annotations

from itertools import product
from typing import Final

from openjmo.domains.membership import reads as membership
from openjmo.domains.savings.actions import request_merge, settle_merge
from tests.simulation.auditor import Refused
from tests.simulation.frame import Frame
from tests.simulation.house import OK

OFFICER: Final = "account:AK-PETUGAS"


class Merging(Frame):
    """What members ask and officers decide."""

    def merge(self) -> None:
        """A member asks that one card give way to another, and an officer approves."""
        self._know_cards()
        pairs = [
            (worker, source, target)
            for worker in self.people
            for source, target in product([f"card:{number}" for number in worker.cards], repeat=2)
            if source != target and self._is_known(source) and self._is_known(target)
        ]
        if not pairs:
            return
        likely = [pair for pair in pairs if self._is_mergeable(*pair[1:])]
        worker, source, target = self.chance.choice(likely if likely and self.chance.randrange(5) else pairs)
        person = membership.person_with_nik(worker.nik)
        assert person
        asked: list[str] = []

        def ask() -> None:
            asked.append(request_merge.request_merge(person.id, self.accounts.ref(source), self.accounts.ref(target), now=self.now))

        if self.do(f"ask to merge {source} into {target}", ask, lambda: self._must_be_mergeable(source, target)) != OK:
            return
        name, now, step, ref = self.new("gabung"), self.now, self.step, asked[-1]
        self.do(
            f"merge {source} into {target}",
            lambda: settle_merge.approve_merge(ref, evidence=["work_letter"], by=OFFICER, now=now),
            lambda: self.books.merge(name, source, target, self.today, step),
        )
        self.refs[name] = ref

    def _is_mergeable(self, source: str, target: str) -> bool:
        try:
            self._must_be_mergeable(source, target)
        except Refused:
            return False
        return True

    def _must_be_mergeable(self, source: str, target: str) -> None:
        if source in self.books.merged_into or target in self.books.merged_into:
            raise Refused("membership.card_merged")
        if any(works for (card, _), works in self.employed.items() if card == source):
            raise Refused("membership.card_at_work")

    def unmerge(self) -> None:
        """An officer takes a merging back."""
        if self.refs:
            name = self.chance.choice(list(self.refs))
            ref, now = self.refs[name], self.now
            if (
                self.do(
                    f"undo {name}",
                    lambda: settle_merge.undo_merge(ref, reason="Salah kartu.", by=OFFICER, now=now),
                    lambda: self.books.unmerge(name, self.today),
                )
                == OK
            ):
                del self.refs[name]
