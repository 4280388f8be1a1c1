"""For which site passkeys are made here. Browsers want a name, not a number, and a safe line except on the machine itself."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from openjmo.domains.identity.webauthn import Site


def site_of(request: HttpRequest) -> Site | None:
    """The site of this request, whose host Django has checked; None where passkeys cannot work."""
    address = request.get_host()
    host = address.rpartition(":")[0] or address if not address.endswith("]") else address
    is_local = host == "localhost" or host.endswith(".localhost")
    if _is_number(host) or not (request.is_secure() or is_local):
        return None
    return Site(host, f"{request.scheme}://{address}", settings.OPENJMO_FUND_NAME)


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
