"""Freezing and ending sessions at a call, and what needs two officers: lifting a freeze and shortening locks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, NotYours, Refusal
from openjmo.core.ids import CardNumber, Nik
from openjmo.domains.membership.evidence import REASON_LIMIT
from openjmo.domains.membership.recognise import CivilData
from openjmo.domains.protection import actions, reads
from openjmo.domains.support import reads as support
from openjmo.domains.support.tasks import Task
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.paging import page_of
from openjmo.portals.shared.typed import read_date
from openjmo.portals.staff.guard import OfficerVisit, officer_page
from openjmo.portals.staff.words import errors_of, status_of

_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(task=Task.PROTECTION)
def protection(visit: OfficerVisit) -> HttpResponseBase:
    """The form and what waits for a second officer."""
    post, errors = visit.request.POST, {}
    if visit.request.method == "POST":
        try:
            with visit.beyond():
                told = _agree(visit) if "ref" in post else _report_lost(visit) if "lapor" in post else _begin(visit)
        except NotYours as missing:
            errors = {"refused": reason_of(missing)}
        except Refusal as refusal:
            errors = {"refused": f"{reason_of(refusal)} {next_step_of(refusal)}"}
        except InvalidInput as wrong:
            errors = errors_of(wrong)
            if "lapor" in post:
                errors = {f"lost_{field}": said for field, said in errors.items()}
        else:
            messages.success(visit.request, told)
            return HttpResponseRedirect(reverse("staff:desk_protection"))
    page = page_of(visit.request, total=reads.waiting_count(), size=_PAGE)
    waiting = reads.waiting_for_second_officer(limit=page.size, offset=page.offset)
    return visit.page(
        "protection",
        status=status_of(errors),
        errors=errors,
        typed={"nik": "" if "lapor" in post else post.get("nik", ""), "deed": post.get("tindakan", ""), "reason": post.get("alasan", "")},
        lost={name: post.get(name, "") if "lapor" in post else "" for name in ("nik", "nama", "lahir", "ibu", "kpj", "beku")},
        limit=REASON_LIMIT,
        waiting=[(one, support.name_of(one.asked_by), one.asked_by == visit.by) for one in waiting],
        page=page,
    )


def _begin(visit: OfficerVisit) -> str:
    post = visit.request.POST
    account_id = reads.account_at_call(post.get("nik", "").strip(), visit.reader)
    if account_id is None:
        raise InvalidInput("Tidak ada akun peserta dengan NIK itu.", field="nik", fix="Periksa 16 angkanya.")
    match post.get("tindakan"):
        case "buka":
            actions.ask_thaw_at_counter(account_id, post.get("alasan", ""), by=visit.by, now=visit.now)
            return gettext("Tersimpan. Petugas kedua harus menyetujuinya.")
        case "pendekkan":
            actions.ask_shortening(account_id, post.get("alasan", ""), by=visit.by, now=visit.now)
            return gettext("Tersimpan. Petugas kedua harus menyetujuinya.")
        case _:
            actions.freeze(account_id, actions.FreezeChannel.OFFICER, visit.now, by=visit.by)
            return gettext("Akun dibekukan. Peserta sudah diberi tahu.")


def _report_lost(visit: OfficerVisit) -> str:
    freezes = visit.request.POST.get("beku") != "tidak"
    ref = actions.report_lost(_said(visit), visit.reader, visit.now, freezes=freezes)
    if freezes:
        told = gettext("Akun dibekukan dan semua perangkat dikeluarkan. Semua kontak peserta sudah diberi tahu. Nomor laporan: %(ref)s.")
    else:
        told = gettext("Semua perangkat dikeluarkan. Semua kontak peserta sudah diberi tahu. Nomor laporan: %(ref)s.")
    return told % {"ref": ref}


def _said(visit: OfficerVisit) -> CivilData:
    """What the caller has named. Raises InvalidInput at the field."""
    post = visit.request.POST
    nik = Nik.parse(post.get("nik", ""))
    name, mother, card = (" ".join(post.get(field, "").replace("\0", "").split()) for field in ("nama", "ibu", "kpj"))
    if not name:
        raise InvalidInput("Nama lengkap belum diisi.", field="full_name", fix="Ketik seperti yang disebut penelepon.")
    born = read_date(post.get("lahir", ""))
    if born is None:
        raise InvalidInput("Tanggal lahir belum diisi atau bukan tanggal.", field="birth_date", fix="Contoh: 26-09-1985.")
    if not mother and not card:
        raise InvalidInput("Isi nama ibu kandung, nomor KPJ, atau keduanya.", field="mother_name", fix="Tanyakan kepada penelepon.")
    return CivilData(nik.digits, name, born, mother, CardNumber.parse(card).digits if card else "")


def _agree(visit: OfficerVisit) -> str:
    ref = visit.request.POST.get("ref", "").replace("\0", "")
    if ref.startswith("PP"):
        actions.agree_shortening(ref, by=visit.by, now=visit.now)
    else:
        actions.agree_thaw(ref, by=visit.by, now=visit.now)
    return gettext("Disetujui. Semua kontak peserta sudah diberi tahu.")
