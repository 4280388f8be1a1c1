"""Send a wage report: the month, the file, and which columns are understood."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from http import HTTPStatus
from io import StringIO

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from openjmo.core.errors import InvalidInput
from openjmo.core.periods import Month
from openjmo.domains.contributions.actions.submit_report import FILE_LIMIT, NewReport, submit_report
from openjmo.platform.body_size import takes_files
from openjmo.portals.employer.guard import EmployerVisit, employer_page
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.protocols.heading_words import LABELS
from openjmo.protocols.headings import REQUIRED
from openjmo.protocols.wage_file import FIELDS

_MONTHS_BACK = 36
_FORM_BYTES = 100_000
"""Room for everything in the form that is not the file."""


@dataclass(slots=True)
class UploadForm:
    """What was typed, and what is wrong with it by field."""

    month: str
    errors: dict[str, str] = field(default_factory=dict)


@require_safe
@employer_page
def example(_visit: EmployerVisit) -> HttpResponseBase:
    """The heading of a file in our own columns, for spreadsheets in Indonesia."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([LABELS[name] for name in FIELDS])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="contoh-laporan-upah.csv"'
    return answer


@takes_files
@csrf_exempt  # who it is and the size are looked at before anything is read; the form's key right after
@require_http_methods(["GET", "HEAD", "POST"])
@employer_page
def upload(visit: EmployerVisit) -> HttpResponseBase:
    """The form, and what it brings."""
    is_too_large = visit.request.method == "POST" and int(visit.request.META.get("CONTENT_LENGTH") or 0) > FILE_LIMIT + _FORM_BYTES
    if is_too_large:
        return _show(visit, UploadForm(str(Month.of(visit.today).plus(-1)), {"file": _too_large()}))
    return _upload(visit.request, visit)


@csrf_protect
def _upload(_request: HttpRequest, visit: EmployerVisit) -> HttpResponseBase:
    if visit.request.method != "POST":
        return _show(visit, UploadForm(visit.request.GET.get("bulan", str(Month.of(visit.today).plus(-1)))))
    form = UploadForm(visit.request.POST.get("bulan", ""))
    month = _month(form)
    file = visit.request.FILES.get("berkas")
    if not isinstance(file, UploadedFile):
        form.errors["file"] = gettext("Berkas belum dipilih. Pilih berkas CSV atau XLSX.")
    elif month is not None:
        try:
            new = NewReport(visit.employer.id, month, file.name or "", "web", visit.by)
            sent = submit_report(new, file.chunks(), now=visit.now)
        except InvalidInput as wrong:
            form.errors["month" if wrong.field == "month" else "file"] = f"{reason_of(wrong)} {next_step_of(wrong)}".strip()
        else:
            if not sent.is_new:
                messages.info(visit.request, gettext("Berkas yang sama sudah pernah dikirim untuk bulan ini. Ini laporannya."))
            return redirect(visit.href("report", sent.ref))
    return _show(visit, form)


def _month(form: UploadForm) -> Month | None:
    try:
        return Month.parse(form.month)
    except ValueError:
        form.errors["month"] = gettext("Bulan belum dipilih. Pilih bulan upah yang dilaporkan.")
        return None


def _too_large() -> str:
    return gettext("Berkas lebih besar dari %(limit)s MB. Bagi laporan menjadi beberapa berkas, lalu unggah satu per satu.") % {
        "limit": FILE_LIMIT // 1_000_000
    }


def _show(visit: EmployerVisit, form: UploadForm) -> HttpResponseBase:
    this_month = Month.of(visit.today)
    answer = visit.page(
        "upload",
        form=form,
        months=[this_month.plus(-back) for back in range(_MONTHS_BACK)],
        limit_mb=FILE_LIMIT // 1_000_000,
        columns=[(LABELS[name], name in REQUIRED) for name in FIELDS],
    )
    if form.errors:
        answer.status_code = HTTPStatus.BAD_REQUEST
    return answer
