"""How often face checks wrongly said no, for everybody to read (N9): counts of decisions, of nobody in particular."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from openjmo.domains.verification.rejections import Rejections
from openjmo.domains.verification.rejections import rejections as counted
from openjmo.portals.shared.identity_words import route_words


@require_safe
def rejections(request: HttpRequest) -> HttpResponse:
    """The three tables: by age, by device, by the light of the picture."""
    tables = [
        (gettext("Menurut umur"), "umur", [_row(one, _age(one.group)) for one in counted("age_group")]),
        (gettext("Menurut perangkat"), "perangkat", [_row(one, one.group or gettext("tidak diketahui")) for one in counted("device")]),
        (gettext("Menurut cahaya foto"), "cahaya", [_row(one, _light(one.group)) for one in counted("light")]),
    ]
    return render(
        request,
        "public/rejections.html",
        {
            "tables": tables,
            "least": settings.OPENJMO_PUBLISHED_LEAST,
            "is_pretended": settings.OPENJMO_FACE_CHECK == "pretend",
        },
    )


def _row(one: Rejections, group: str) -> dict[str, object]:
    return {"route": route_words(one.route), "group": group, "tries": one.tries, "noes": one.noes, "false_noes": one.false_noes}


def _age(group: str) -> str:
    if not group:
        return gettext("tidak diketahui")
    if group.startswith("-"):
        return gettext("sampai %(age)s tahun") % {"age": group[1:]}
    if group.endswith("-"):
        return gettext("%(age)s tahun ke atas") % {"age": group[:-1]}
    first, _dash, last = group.partition("-")
    return gettext("%(first)s sampai %(last)s tahun") % {"first": first, "last": last}


def _light(group: str) -> str:
    return {"dark": gettext("gelap"), "even": gettext("cukup"), "bright": gettext("terang")}.get(group, gettext("tanpa foto"))
