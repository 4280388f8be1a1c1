"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "contribution_posted",
    title="Iuran %(paid_month)s sudah masuk",
    body="%(employer)s membayar iuran JHT Anda untuk %(paid_month)s: bagian Anda %(worker_sen)s, bagian pemberi kerja %(employer_sen)s.",
)
