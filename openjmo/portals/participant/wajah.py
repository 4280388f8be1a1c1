"""Show that it is you: counter, video call or selfie, all three worth the same, and none ever closed by failures (N9)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from openjmo.core.errors import InvalidInput, Refusal
from openjmo.domains.identity.browsers import browser_of
from openjmo.domains.verification import reads
from openjmo.domains.verification.actions.agree import agree
from openjmo.domains.verification.actions.show_face import FARTHEST_DAYS, PARTS, Wish, give_up, request_video, send_selfie, show_code
from openjmo.domains.verification.consent import SENTENCES
from openjmo.platform.pictures import Picture
from openjmo.portals.participant.foto import picture_page, pictures_in
from openjmo.portals.participant.visit import Visit
from openjmo.portals.shared.failures import next_step_of, reason_of
from openjmo.portals.shared.identity_words import face_words, part_words, route_words
from openjmo.portals.shared.paging import page_of
from openjmo.portals.shared.typed import read_date

_SIZE: Final = 10


@require_http_methods(["GET", "HEAD", "POST"])
@picture_page
def wajah(visit: Visit) -> HttpResponseBase:
    """The three ways, what is open, and every try there was. The form says which way; afterwards one is back where one was."""
    visit.linked_person()
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            messages.success(visit.request, _act(visit))
        except (InvalidInput, Refusal) as trouble:
            errors = {trouble.field or "refused": f"{reason_of(trouble)} {next_step_of(trouble)}".strip()}
        else:
            return HttpResponseRedirect(_home(visit))
    page = page_of(visit.request, total=reads.face_count(visit.account.id), size=_SIZE)
    answer = visit.page(
        "wajah",
        **{
            **face_context(visit),
            "errors": errors,
            "tries": [
                (one, route_words(one.route), face_words(one.state))
                for one in reads.faces_of(visit.account.id, limit=page.size, offset=page.offset)
            ],
            "page": page,
        },
    )
    answer.status_code = 409 if "refused" in errors else 400 if errors else 200
    return answer


def face_context(visit: Visit) -> dict[str, object]:
    """What the three ways need, here and as a step of the data update."""
    post = visit.request.POST
    faces = reads.open_faces(visit.account.id)
    newest = reads.faces_of(visit.account.id, limit=1)
    return {
        "faces": faces,
        "newest": (newest[0], route_words(newest[0].route), face_words(newest[0].state)) if newest else None,
        "passed": reads.passed_face(visit.account.id),
        "agreed": reads.has_agreed(visit.account.id),
        "sentences": [gettext(one) for one in SENTENCES],
        "parts": [(part, part_words(part)) for part in PARTS],
        "farthest": FARTHEST_DAYS,
        "today": visit.today,
        "wish": {"on": post.get("hari", ""), "part": post.get("waktu", "")},
        "hindrance": _hindrance(visit),
        "is_in_update": reads.draft_of(visit.account.id) is not None,
    }


def _hindrance(visit: Visit) -> str:
    """Why no selfie is compared for this account; empty where one may be."""
    if visit.account.objected_at:
        return gettext("Ditutup: keberatan Anda atas putusan mesin sudah diterima. Dua cara yang lain sama nilainya.")
    if visit.account.restricted_at:
        return gettext("Ditutup selama pemakaian data Anda dibatasi atas permintaan Anda. Dua cara yang lain tetap terbuka.")
    return ""


def _act(visit: Visit) -> str:
    """What was asked for; the sentence that says so. Raises InvalidInput, Refusal."""
    post, account_id = visit.request.POST, visit.account.id
    browser = browser_of(visit.request.headers.get("User-Agent", ""))
    device = f"{browser.name} {browser.system}".strip()
    match post.get("cara"):
        case "swafoto":
            picture = _selfie(visit)
            if "setuju" in post:
                agree(account_id, get_language() or "id", visit.now)
            send_selfie(account_id, picture, device=device, now=visit.now)
            return gettext("Foto kami terima dan sedang dibandingkan.")
        case "video":
            wish = Wish(read_date(post.get("hari", "")), post.get("waktu", ""))
            request_video(account_id, wish, device=device, now=visit.now)
            return gettext("Permintaan kami terima. Petugas menentukan jamnya dan memberi kabar.")
        case "loket":
            ref = show_code(account_id, device=device, now=visit.now)
            return gettext("Tunjukkan kode %(ref)s di loket, bersama KTP asli.") % {"ref": ref}
        case "batal":
            give_up(account_id, post.get("ref", "").replace("\0", ""), visit.now)
            return gettext("Dibatalkan. Pilih cara mana pun kapan saja.")
        case _:
            raise InvalidInput("Cara belum dipilih.", code="verification.way_unknown", field="cara", fix="Pilih satu dari tiga cara.")


def _selfie(visit: Visit) -> Picture:
    pictures = pictures_in(visit.request, "foto")
    if len(pictures) != 1:
        raise InvalidInput("Foto belum dipilih.", code="verification.selfie_missing", field="file", fix="Pilih satu foto wajah Anda.")
    return pictures[0]


def _home(visit: Visit) -> str:
    if visit.request.POST.get("dari") == "langkah" and reads.draft_of(visit.account.id):
        return reverse("participant:pengkinian_langkah", args=["wajah"])
    return reverse("participant:wajah")
