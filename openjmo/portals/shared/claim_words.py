"""What people call the codes of the claim rules: reasons, relations, choices of settings."""

from __future__ import annotations

from typing import Final

from openjmo.rules.derivation import sentence
from openjmo.rules.history import Relation
from openjmo.rules.jht_claims import DOCUMENT_NAMES

REASON_NAMES: Final = {
    "retirement_age": sentence("Mencapai usia pensiun"),
    "contract_end": sentence("Kontrak kerja berakhir"),
    "bpu_stop": sentence("Berhenti bekerja mandiri (BPU)"),
    "resign": sentence("Mengundurkan diri"),
    "dismissal": sentence("Diberhentikan (PHK)"),
    "leaving_indonesia": sentence("Meninggalkan Indonesia untuk selamanya"),
    "total_disability": sentence("Cacat total tetap"),
    "death": sentence("Meninggal dunia, diajukan ahli waris"),
    "partial_housing": sentence("Klaim sebagian untuk rumah"),
    "partial_other": sentence("Klaim sebagian untuk persiapan pensiun"),
}
RELATION_NAMES: Final[dict[Relation, str]] = {
    "spouse": sentence("Istri atau suami"),
    "child": sentence("Anak"),
    "parent": sentence("Orang tua"),
    "grandchild": sentence("Cucu"),
    "grandparent": sentence("Kakek atau nenek"),
    "sibling": sentence("Saudara kandung"),
    "parent_in_law": sentence("Mertua"),
    "named_in_will": sentence("Disebut dalam wasiat"),
}
_CHOICES: Final = {
    "data_updated": sentence("data sudah diperbarui"),
    "ended_cards": sentence("kartu yang sudah berhenti"),
    "all_cards_when_none_active": sentence("semua kartu, bila tidak ada yang aktif"),
    "since_first_card": sentence("sejak kartu pertama"),
    "paid_months": sentence("bulan yang dibayar"),
    "equal_within_class": sentence("sama rata dalam satu urutan"),
    "by_heir_certificate": sentence("menurut surat keterangan ahli waris"),
    "calendar_years": sentence("tahun kalender"),
    "months_from_first_payment": sentence("bulan sejak pembayaran pertama"),
    "down": sentence("ke bawah"),
    "up": sentence("ke atas"),
    "half_up": sentence("ke yang terdekat"),
}
CLAIM_WORDS: Final[dict[str, str]] = {
    **REASON_NAMES,
    **{str(code): name for code, name in RELATION_NAMES.items()},
    **_CHOICES,
    **DOCUMENT_NAMES,
}
"""All of them, for whoever writes a figure out."""
