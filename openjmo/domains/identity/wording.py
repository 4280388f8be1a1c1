"""The sentences of this room's messages."""

from openjmo.domains.messaging.wording import declare

declare(
    "new_device",
    title="Akun dibuka di perangkat baru",
    body="Akun Anda baru saja dibuka di perangkat yang belum pernah dipakai. Bukan Anda? Keluarkan perangkat itu di Keamanan akun.",
)
