"""The pages of the law: the rules of a day, one rule with its history, what changes, and the whole book."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from openjmo.portals.public.law import words
from openjmo.portals.public.law.asking import Asked, asked, today
from openjmo.portals.public.law.shelf import law, parameter_of
from openjmo.portals.shared.paging import PAGE_PARAMETER, page_of
from openjmo.rules.changes import changes
from openjmo.rules.parameter import Parameter, ParameterValue
from openjmo.rules.printed import chapters, entry_on, programme_of, step_of

PAGE_SIZE = 20
HISTORY_SIZE = 40
LATELY = timedelta(days=365)


@transaction.non_atomic_requests
@require_safe
@gzip_page
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of a day by programme, found by a word."""
    wanted = asked(request)
    book = wanted.seen(law())
    every = [parameter for chapter in chapters(book, wanted.on) for parameter in (entry.parameter for entry in chapter.entries)]
    found = [parameter for parameter in every if words.is_about(parameter, wanted.search)]
    chips = _programme_chips(request, found, wanted)
    found = [parameter for parameter in found if wanted.programme in {"", programme_of(parameter.id)}]
    page = page_of(request, total=len(found), size=PAGE_SIZE)
    shown = chapters(book, wanted.on, found[page.offset : page.offset + page.size])
    return render(
        request,
        "public/law/rules.html",
        {
            "asked": wanted,
            "chapters": [words.chapter_words(chapter, shown_lines=words.SHOWN_LINES) for chapter in shown],
            "chips": chips,
            "page": page,
            "day_words": _day_words(wanted),
            "book": book,
            "declared_count": len(book.declared()),
        },
    )


@transaction.non_atomic_requests
@require_safe
@gzip_page
def rule(request: HttpRequest, parameter_id: str) -> HttpResponse:
    """One rule: what it was on the day, and every version of it, the newest first."""
    wanted = asked(request)
    whole = law()
    parameter = parameter_of(whole, parameter_id)
    book = wanted.seen(whole)
    history = sorted(whole.versions(parameter.id), key=_age, reverse=True)
    picked = request.GET.get("versi", "")
    place = next((number for number, version in enumerate(history) if picked and version.digest.startswith(picked)), 0)
    if place >= HISTORY_SIZE and PAGE_PARAMETER not in request.GET:
        return redirect(f"{request.get_full_path()}&{PAGE_PARAMETER}={place // HISTORY_SIZE + 1}")
    page = page_of(request, total=len(history), size=HISTORY_SIZE)
    shown = history[page.offset : page.offset + page.size]
    return render(
        request,
        "public/law/rule.html",
        {
            "asked": wanted,
            "entry": words.entry_words(entry_on(book, parameter, wanted.on)),
            "day_words": _day_words(wanted),
            "history": [words.version_words(parameter, version, words.step_words(step_of(whole, version))) for version in shown],
            "has_keys": parameter.keys != (None,),
            "picked": picked[: words.SHOWN_DIGEST],
            "page": page,
            "book": whole,
        },
    )


@transaction.non_atomic_requests
@require_safe
@gzip_page
def what_changes(request: HttpRequest) -> HttpResponse:
    """What changes soon, and what changed within a year."""
    book, now = law(), today()
    lately = changes(book, since=now - LATELY, until=now)[::-1]
    return render(
        request,
        "public/law/changes.html",
        {
            "soon": [words.change_words(change) for change in changes(book, since=now + timedelta(days=1))],
            "lately": [words.change_words(change) for change in lately],
            "book": book,
        },
    )


def _age(version: ParameterValue) -> tuple[date, date]:
    return version.effective_from or date.min, version.known_from or date.min


def _programme_chips(request: HttpRequest, found: list[Parameter], wanted: Asked) -> list[tuple[str, str, bool]]:
    """Every programme that has a rule among those found, with how many."""
    counts: dict[str, int] = {}
    for parameter in found:
        code = programme_of(parameter.id)
        counts[code] = counts.get(code, 0) + 1
    chips = [(gettext("Semua (%(count)s)") % {"count": len(found)}, "")]
    chips += [(f"{words.short_title(code)} ({count})", code) for code, count in counts.items()]
    return [(label, _with_programme(request, code), wanted.programme == code) for label, code in chips]


def _with_programme(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    query.pop("program", None)
    if code:
        query["program"] = code
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _day_words(wanted: Asked) -> str:
    """Of which day the page speaks, as a sentence."""
    day = words.tongue().day
    if wanted.known_on:
        return gettext("Aturan pada %(day)s, menurut yang sudah diketahui pada %(known)s.") % {
            "day": day(wanted.on),
            "known": day(wanted.known_on),
        }
    if wanted.on == wanted.today:
        return gettext("Aturan hari ini, %(day)s.") % {"day": day(wanted.on)}
    return gettext("Aturan pada %(day)s.") % {"day": day(wanted.on)}
