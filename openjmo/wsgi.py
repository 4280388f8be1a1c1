"""The application as a web server sees it (WSGI; docs/decisions/0001-template-engine-and-sessions.md says why not ASGI).

The lane stands in front of it and takes one address, and so does the short way to the balance page (docs/decisions/0007-lane.md).
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - read once Django is ready

from openjmo.gateways.lane.front import Front  # noqa: E402 - the same
from openjmo.portals.participant.front import BalanceFront  # noqa: E402 - the same

application = Front(BalanceFront(_django), is_behind_proxy=settings.OPENJMO_BEHIND_PROXY)
