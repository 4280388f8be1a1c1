"""A text that somebody sent to us, as a route hands it in: BEKUKAN stops, anything else gets help; either is answered in plain words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext, override

from openjmo.domains.messaging import actions as messaging
from openjmo.domains.messaging.callbacks import Callback
from openjmo.domains.protection import letters
from openjmo.domains.protection.actions.freeze import asks_to_freeze, freeze_by_sms

_PAUSES: Final = {"freeze": timedelta(minutes=10), "help": timedelta(hours=1)}
"""So long the same number gets no second answer of the kind; what it asks is done each time."""


def hear_sms(call: Callback, now: datetime) -> None:
    """Do what the text asks, and answer; the same text again does nothing.

    Raises NotYours for a call that is not the route's, InvalidInput for one that cannot be read.
    """
    with transaction.atomic():
        heard = messaging.hear_text(call, now)
        if heard is None:
            return
        language = "en" if re.match(r"\W*FREEZE\b", heard.text.upper()) else "id"
        if asks_to_freeze(heard.text):
            count, topic = freeze_by_sms(heard.number, heard.text, now), "freeze"
            words = letters.TEXT_FROZEN_BY_SMS if count else letters.TEXT_NOTHING_TO_FREEZE
        else:
            words, topic = letters.TEXT_HELP, "help"
        with override(language):
            body = gettext(words)
        messaging.answer_text(heard, topic, body, language=language, now=now, within=_PAUSES[topic])
