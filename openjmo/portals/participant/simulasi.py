"""What the balance may become: a band to a birthday, what changes it, and a goal (screen 06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.core.money import Money
from openjmo.core.periods import Month
from openjmo.domains.savings import reads as savings
from openjmo.domains.savings.actions.keep_goal import drop_goal, keep_goal
from openjmo.domains.savings.outlook import Outlook, outlook_of
from openjmo.domains.savings.rates import current_law
from openjmo.platform.dates import date_filters
from openjmo.portals.participant.simulasi_jp import FIELD as PENSION_FIELD
from openjmo.portals.participant.simulasi_jp import PensionCard, pension_card
from openjmo.portals.participant.visit import Visit, member_page
from openjmo.portals.shared.failures import reason_of
from openjmo.portals.shared.figures import about, in_words, steps_of, trimmed
from openjmo.portals.shared.simulation import (
    FIELDS,
    ResultWords,
    Simulation,
    Variation,
    read_money,
    simulate,
    standard_assumptions,
    variations,
)
from openjmo.portals.shared.typed import read_count
from openjmo.rules.derivation import Figure
from openjmo.rules.lawbook import Lawbook
from openjmo.rules.projection import explain_projection, saving_needed

_Part = Literal["jht", "jp"]
_FILES: Final = {"jht": "participant:simulasi_json", "jp": "participant:simulasi_jp_json"}
_STEPS: Final = 4
"""How deep a derivation stands on a page; the file has all of it."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One other way, its result and the address that shows it."""

    label: str
    text: str
    href: str
    claim_href: str = ""
    """Where a withdrawal can be tried as a claim."""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """The kept goal against this projection."""

    target: Money
    at_age: int
    projected: Money
    missing: Money | None
    saving: Money | None
    """What to put aside each month besides JHT; None when the goal is reached or its age is past."""
    percent: int
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything a page of the simulation rests on."""

    outlook: Outlook
    law: Lawbook
    simulation: Simulation
    typed_pension: str | None

    def pension(self) -> PensionCard | None:
        """The JP pension under the same assumptions; None while these do not hold together."""
        assumed = self.simulation.assumed
        return pension_card(self.outlook, assumed, self.typed_pension, self.law) if assumed else None

    def fields(self) -> dict[str, str]:
        """Everything typed, to be asked again."""
        return self.simulation.typed | ({} if self.typed_pension is None else {PENSION_FIELD: self.typed_pension[:10]})


def _asked(visit: Visit, given: Mapping[str, str]) -> Asked:
    outlook = outlook_of(visit.linked_person(), now=visit.now)
    law = current_law()
    standard = standard_assumptions(outlook.wage, outlook.start, law)
    return Asked(outlook, law, simulate(given, outlook.start, standard, law), given.get(PENSION_FIELD))


@require_safe
@member_page
def simulasi(visit: Visit) -> HttpResponseBase:
    """The page. Everything asked for stands in its address, so it can be kept, shared and asked again."""
    if visit.person is None:
        return HttpResponseRedirect(reverse("participant:gabung_kartu"))
    asked = _asked(visit, visit.request.GET.dict())
    found, start = asked.simulation, asked.outlook.start
    result, assumed, pension = found.projection, found.assumed, asked.pension()
    answer = visit.page(
        "simulasi",
        typed=found.typed,
        errors=found.errors,
        is_open=any(name in found.errors or name in visit.request.GET for name in FIELDS[4:]),
        source=_source(asked.outlook),
        result=result and assumed and ResultWords(result, assumed, start, asked.law),
        what_ifs=[_what_if(one, found.typed) for one in variations(start, assumed, asked.law, base=result.middle)]
        if result and assumed
        else [],
        pension=pension,
        pension_typed=asked.typed_pension or "",
        goal=_goal(visit, asked),
        why_href=_with(reverse("participant:simulasi_rincian"), asked.fields()),
        pension_href=_with(reverse("participant:simulasi_jp"), asked.fields()),
        query=urlencode(found.typed),
    )
    answer.status_code = 400 if found.errors or (pension and pension.error) else 200
    return answer


def _source(outlook: Outlook) -> str:
    if outlook.wage_month is None:
        return gettext("Belum ada laporan upah. Isi upah Anda sendiri.")
    month = date_filters(get_language() or "id")["bulan"](outlook.wage_month)
    return gettext("Dari laporan %(month)s, %(employers)s") % {"month": month, "employers": ", ".join(outlook.employers)}


def _what_if(one: Variation, typed: Mapping[str, str]) -> WhatIf:
    is_less = one.difference < Money.zero()
    text = gettext("menjadi %(amount)s, berkurang %(change)s") if is_less else gettext("menjadi %(amount)s, bertambah %(change)s")
    values = {"amount": about(one.middle), "change": about(Money(abs(one.difference.sen)))}
    taken = one.fields["ambil"] if one.fields["ambil"] != typed["ambil"] else ""
    claim = _with(reverse("participant:klaim_coba", kwargs={"reason": "partial_other"}), {"jumlah": taken}) if taken else ""
    return WhatIf(one.label, text % values, _with(reverse("participant:simulasi"), one.fields), claim)


def _with(address: str, fields: Mapping[str, str]) -> str:
    return f"{address}?{urlencode({name: text for name, text in fields.items() if text})}"


def _goal(visit: Visit, asked: Asked) -> GoalWords | None:
    goal = savings.goal_of(visit.linked_person().id)
    if goal is None:
        return None
    start = asked.outlook.start
    fields = {**goal.assumed, "usia": str(goal.at_age)}
    result = simulate(fields, start, standard_assumptions(asked.outlook.wage, start, asked.law), asked.law)
    href = _with(reverse("participant:simulasi"), fields)
    if result.projection is None or result.assumed is None or result.assumed.until_age != goal.at_age:
        return GoalWords(goal.target, goal.at_age, start.balance, None, None, _percent(start.balance, goal.target), href)
    projected = result.projection.middle
    missing = goal.target - projected
    if missing <= Money.zero():
        return GoalWords(goal.target, goal.at_age, projected, None, None, 100, href)
    months = max(1, result.projection.until.index - Month.of(start.on).index)
    saving = saving_needed(missing, months=months, rate=result.assumed.return_middle).money
    return GoalWords(goal.target, goal.at_age, projected, missing, saving, _percent(projected, goal.target), href)


def _percent(part: Money, whole: Money) -> int:
    return min(100, part.sen * 100 // whole.sen)


@require_safe
@member_page
def rincian(visit: Visit) -> HttpResponseBase:
    """Year by year, with every input, rule and rounding."""
    return _rincian(visit, "jht")


@require_safe
@member_page
def rincian_json(visit: Visit) -> HttpResponseBase:
    """The same as data that a second program can compute anew."""
    return _rincian_json(visit, "jht")


@require_safe
@member_page
def rincian_jp(visit: Visit) -> HttpResponseBase:
    """The same of the JP pension."""
    return _rincian(visit, "jp")


@require_safe
@member_page
def rincian_jp_json(visit: Visit) -> HttpResponseBase:
    """The same of the JP pension, as data."""
    return _rincian_json(visit, "jp")


def _rincian(visit: Visit, part: _Part) -> HttpResponseBase:
    asked = _asked(visit, visit.request.GET.dict())
    back = _with(reverse("participant:simulasi"), asked.fields())
    figure = _explained(asked, part)
    if figure is None:
        return HttpResponseRedirect(back)
    words = in_words(figure)
    return visit.page(
        "simulasi_rincian",
        figure=trimmed(words, _STEPS),
        is_trimmed=steps_of(words) > _STEPS,
        back_href=back,
        json_href=_with(reverse(_FILES[part]), asked.fields()),
    )


def _rincian_json(visit: Visit, part: _Part) -> HttpResponseBase:
    asked = _asked(visit, visit.request.GET.dict())
    figure = _explained(asked, part)
    if figure is None:
        return HttpResponseRedirect(_with(reverse("participant:simulasi"), asked.fields()))
    answer = HttpResponse(figure.to_json(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="simulasi-{part}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _explained(asked: Asked, part: _Part) -> Figure | None:
    """The figure with its reasons; None while a field is wrong."""
    assumed = asked.simulation.assumed
    if assumed is None or asked.simulation.errors:
        return None
    if part == "jht":
        return explain_projection(asked.outlook.start, assumed, asked.law)
    pension = asked.pension()
    return None if pension is None or pension.error else pension.figure


@require_POST
@member_page
def tujuan(visit: Visit) -> HttpResponseBase:
    """Keep or drop the goal."""
    person, post = visit.linked_person(), visit.request.POST
    fields = {name: post.get(name, "").strip()[:40] for name in FIELDS}
    back = HttpResponseRedirect(_with(reverse("participant:simulasi"), fields) + "#tujuan")
    if "hapus" in post:
        drop_goal(person.id)
        messages.success(visit.request, gettext("Tujuan dihapus."))
        return back
    target, at_age = read_money(post.get("tujuan", "")[:40]), read_count(fields["usia"])
    try:
        keep_goal(person.id, target or Money.zero(), at_age=at_age or 0, assumed=fields, now=visit.now)
    except InvalidInput as problem:
        messages.error(visit.request, reason_of(problem))
        return back
    messages.success(visit.request, gettext("Tujuan disimpan. Kemajuannya tampil di halaman ini."))
    return back
