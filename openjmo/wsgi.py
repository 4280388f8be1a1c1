"""The application as a web server sees it (WSGI; docs/decisions/0001-template-engine-and-sessions.md says why not ASGI)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openjmo.settings")

application = get_wsgi_application()
