"""What can happen to messages and mail. One verb, one transaction; handing a letter to a channel happens between two."""

from openjmo.domains.messaging.actions.deliver_mail import deliver_mail, deliver_waiting_mail
from openjmo.domains.messaging.actions.hear import HeardText, answer_text, forget_texts, hear_receipt, hear_text
from openjmo.domains.messaging.actions.notify import mark_read, notify, notify_many
from openjmo.domains.messaging.actions.queue_mail import queue_letter, queue_mail
from openjmo.domains.messaging.actions.queue_sms import queue_sms

__all__ = [
    "HeardText",
    "answer_text",
    "deliver_mail",
    "deliver_waiting_mail",
    "forget_texts",
    "hear_receipt",
    "hear_text",
    "mark_read",
    "notify",
    "notify_many",
    "queue_letter",
    "queue_mail",
    "queue_sms",
]
