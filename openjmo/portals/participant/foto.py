"""Pages of the member's app that take photos: who it is and how much comes are looked at before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from openjmo.core.errors import InvalidInput
from openjmo.domains.verification.actions.ask_correction import MOST_PICTURES
from openjmo.platform.body_size import takes_files
from openjmo.platform.pictures import LIMIT, Picture, clean_picture
from openjmo.portals.participant.visit import Visit, member_page

Arguments = ParamSpec("Arguments")

MOST_BYTES: Final = MOST_PICTURES * LIMIT + 100_000
"""Photos, and room for everything else in the form."""


def picture_page(
    view: Callable[Concatenate[Visit, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Guard a page as `member_page` does; its form may bring photos. Raises InvalidInput for more than MOST_BYTES, unread."""

    @wraps(view)
    def guarded(visit: Visit, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if int(visit.request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise InvalidInput(
                "Foto-fotonya terlalu besar.",
                code="picture_too_large",
                field="file",
                fix="Kembali, lalu pilih foto paling besar %(limit)s MB.",
                values={"limit": LIMIT // 1_000_000},
            )

        @csrf_protect
        def checked(_request: HttpRequest) -> HttpResponseBase:
            return view(visit, *args, **kwargs)

        return checked(visit.request)

    return takes_files(csrf_exempt(member_page(guarded)))


def pictures_in(request: HttpRequest, name: str) -> list[Picture]:
    """The photos of one field, made anew. Raises InvalidInput at `file`."""
    found = []
    for file in request.FILES.getlist(name):
        assert isinstance(file, UploadedFile)
        # One byte more than may be, so that what is too large is told as such.
        found.append(clean_picture(file.read(LIMIT + 1), name=file.name or "", declared=file.content_type or ""))
    return found
