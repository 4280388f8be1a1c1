"""A member's page as one would first write it with Django, on the same tables: settings, address and view in one module.

Django's own database session, user row and full middleware; the ORM, an object at a time; a Django template of about 12 KB that asks
gettext at every render. Served by `serving.py naive`, measured by `reads.py`; the baseline of nothing, only a place to compare with.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from openjmo.settings import *  # noqa: F403 - these settings are those, changed below
from openjmo.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "naive"
ROOT_URLCONF = "naive"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"], "libraries": {}},
    }
]

_SENTENCES = "".join(f'<p>{{% translate "Baris ke-{number} pada halaman saldo, sepanjang kalimat biasa." %}}</p>\n' for number in range(60))
_FILLER = "<p>sebaris kata pada halaman saldo</p>\n" * 150
_SOURCE = (
    "{% load i18n %}<!doctype html><h1>{{ person.full_name }}</h1>{% for card in cards %}<p>{{ card.card_number }}: {{ card.total }}</p>"
    "{% endfor %}{% for line in lines %}<p>{{ line.business_on|date:'d F Y' }} {{ line.amount_sen }}</p>{% endfor %}"
) + (_SENTENCES + _FILLER)


def page(request: HttpRequest) -> HttpResponse:
    """Person, cards, balances and the newest lines."""
    from openjmo.domains.membership.models import Membership, Person
    from openjmo.domains.messaging.models import Message
    from openjmo.ledger.models import Account, Balance, Posting

    person = Person.objects.get(account=request.user.pk)
    cards = list(Membership.objects.select_related("employer").filter(person=person))
    lines: list[Posting] = []
    for card in cards:
        account = Account.objects.get(code=f"member:{card.ref}")
        card.total = Balance.objects.get(account=account).balance_sen  # type: ignore[attr-defined] # carried to the template
        lines += Posting.objects.filter(account=account).order_by("-business_on")[:10]
    unread = Message.objects.filter(recipient=f"person:{person.ref}", read_at=None).count()
    if not _compiled:
        _compiled.append(engines["django"].from_string(_SOURCE))
    return HttpResponse(_compiled[0].render({"person": person, "cards": cards, "lines": lines, "unread": unread}, request))


_compiled: list[Any] = []
urlpatterns = [path("naive", page)]
