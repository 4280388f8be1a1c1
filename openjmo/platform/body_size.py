"""Nobody fills the disk: a body larger than a form is refused before a byte of it is read.

Django bounds what a form keeps in memory, but writes files of any size to disk for whoever sends them, signed in or not, because the check
of the form's key reads the body. A view that takes files says so with `takes_files` and bounds them itself.
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(view: View) -> View:
    """Marks the outermost function of a view that looks at the size itself."""
    view.takes_files = True  # type: ignore[attr-defined] # a mark, as Django's own csrf_exempt
    return view


class BodySize:
    """Stands in front of whatever reads the body. Raises RequestDataTooBig, which Django answers with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request through."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object) -> None:
        """Look at the announced size; without one nothing is read. Raises BadRequest for a size that is no number."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not (announced.isascii() and announced.isdigit()):
            raise BadRequest("the size of the body is no number")
        is_large = int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if is_large and not getattr(view, "takes_files", False):
            raise RequestDataTooBig("the body is larger than any form here")
