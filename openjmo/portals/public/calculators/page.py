"""How every calculator is drawn, downloaded and refused: the same shape throughout.

Everything asked for stands in the address, so a result can be kept, shared and asked again; nothing is stored. What cannot be read or is
refused by a rule keeps what was typed and says at its field what is accepted (the page answers 400). A number of the law that nobody found
is told as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from openjmo.core.clock import SystemClock, business_date
from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.savings.rates import current_law
from openjmo.portals.public.calculators.answers import Answer, Calculator, Mode
from openjmo.portals.public.calculators.fields import Typed
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.figures import in_words, steps_of, trimmed
from openjmo.rules import Figure, Lawbook

KIND = "jenis"
_DIGEST_SHOWN = 12


@dataclass(slots=True)
class Found:
    """What came of one request."""

    mode: Mode
    typed: Typed
    law: Lawbook
    answer: Answer | None = None
    problem: str = ""
    """What is wrong and belongs to no field."""
    refusal: str = ""
    """Why the law gives no answer."""

    @property
    def is_wrong(self) -> bool:
        """Whether something typed has to be put right."""
        return bool(self.typed.errors or self.problem)


def today() -> date:
    """The Jakarta date."""
    return business_date(SystemClock().now())


def find(calculator: Calculator, given: Mapping[str, str]) -> Found:
    """Read what was typed and compute."""
    kinds = {mode.key: mode for mode in calculator.modes}
    asked = given.get(KIND, calculator.modes[0].key)
    found = Found(kinds.get(asked, calculator.modes[0]), Typed(kinds.get(asked, calculator.modes[0]).fields, given, today()), current_law())
    if asked not in kinds:
        found.problem = gettext("Pilih salah satu dari daftar.")
    elif not found.typed.errors:
        _compute(found)
    return found


def _compute(found: Found) -> None:
    try:
        found.answer = found.mode.compute(found.typed, found.law)
    except InvalidInput as problem:
        said = f"{reason_of(problem)} {next_step_of(problem)}".strip()
        name = found.mode.fields_of_rules.get(problem.field, problem.field)
        if name in found.typed.texts:
            found.typed.errors[name] = said
        else:
            found.problem = said
    except Refusal as refusal:
        found.refusal = f"{reason_of(refusal)} {next_step_of(refusal)}".strip()


def page(calculator: Calculator, request: HttpRequest) -> HttpResponse:
    """The calculator with what was asked."""
    found = find(calculator, request.GET.dict())
    address = reverse(f"hitung_{calculator.slug}")
    typed = {KIND: found.mode.key, **found.typed.texts} if found.mode.key else found.typed.texts
    figure = in_words(found.answer.figure) if found.answer else None
    answer = render(
        request,
        calculator.template,
        {
            "title": gettext(calculator.title),
            "question": gettext(calculator.question),
            "action": address,
            "kind": found.mode.key,
            "modes": [(gettext(mode.label), _mode_href(address, mode, found.typed), mode is found.mode) for mode in calculator.modes],
            "fields": found.typed.words(),
            "texts": found.typed.texts,
            "wrong": found.typed.errors,
            "errors": [
                *([("", found.problem)] if found.problem else []),
                *((f"f-{name}", text) for name, text in found.typed.errors.items()),
            ],
            "refusal": found.refusal,
            "answer": found.answer,
            "is_example": not found.typed.given,
            "figure": figure and trimmed(figure, calculator.depth),
            "is_trimmed": figure is not None and steps_of(figure) > calculator.depth,
            "json_href": f"{reverse(f'hitung_{calculator.slug}_json')}?{urlencode(typed)}",
            **law_words(found.law),
        },
    )
    answer.status_code = 400 if found.is_wrong else 200
    return answer


def _mode_href(address: str, mode: Mode, typed: Typed) -> str:
    """The other way of asking, with what was typed so far where it asks for the same."""
    same = {field.name: typed.given[field.name] for field in mode.fields if field.name in typed.given}
    return f"{address}?{urlencode({KIND: mode.key, **same})}"


def law_words(law: Lawbook) -> dict[str, object]:
    """Which state of the law was used."""
    return {"edition": law.researched_on, "digest": law.digest()[:_DIGEST_SHOWN]}


def data(calculator: Calculator, request: HttpRequest) -> HttpResponseBase:
    """The figure as data that a second program can compute anew; without one, back to the page that says why."""
    found = find(calculator, request.GET.dict())
    if found.answer is None or found.is_wrong:
        return HttpResponseRedirect(f"{reverse(f'hitung_{calculator.slug}')}?{request.GET.urlencode()}")
    return download(found.answer.figure, f"hitung-{calculator.slug}.json")


def download(figure: Figure, name: str) -> HttpResponse:
    """A figure as a file."""
    answer = HttpResponse(figure.to_json(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class Screens:
    """The two addresses of a calculator: its page and its file."""

    def __init__(self, calculator: Calculator) -> None:
        self.calculator = calculator
        self.page = gzip_page(require_safe(lambda request: page(calculator, request)))
        self.data = gzip_page(require_safe(lambda request: data(calculator, request)))
