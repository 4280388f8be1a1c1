"""Pages of a list: which one is shown, how many there are, and the addresses to the neighbours with all filters kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

PAGE_PARAMETER = "halaman"


@dataclass(frozen=True, slots=True)
class Page:
    """What `pages()` of `shared/macros/data.html` draws. `offset` and `size` are for the query."""

    number: int
    size: int
    total: int
    previous_href: str
    next_href: str

    @property
    def count(self) -> int:
        """How many pages; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


def page_of(request: HttpRequest, *, total: int, size: int) -> Page:
    """The page asked for by `?halaman=`, moved inside what there is; nonsense means the first."""
    asked = request.GET.get(PAGE_PARAMETER, "1")
    last = max(1, -(-total // size))
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1  # noqa: PLR2004 - no page beyond
    return Page(number, size, total, _href(request, number - 1) if number > 1 else "", _href(request, number + 1) if number < last else "")


def _href(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query[PAGE_PARAMETER] = str(number)
    return f"{request.path}?{query.urlencode()}"
