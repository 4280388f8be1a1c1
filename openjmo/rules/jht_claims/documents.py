"""Which papers a claim needs, as a checklist made from the dated list `jht.claim.documents`.

Each need is met by any one of its papers, electronic or a copy (X6). What depends on the claim is added: NPWP above a balance or after a
partial claim (S60), an account in one's own name (S61), a power of attorney (S62). Before 26 April 2022 no list was found; then there is
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from openjmo.core.errors import InvalidInput
from openjmo.rules.derivation import Figure, sentence
from openjmo.rules.jht_claims.asking import Asking, card_balances
from openjmo.rules.parameter import ParameterValue

Purpose = Literal["cash", "down_payment", "instalments"]
PURPOSES: Final = ("cash", "down_payment", "instalments")
"""For a housing claim: bought in cash, a down payment on credit, or instalments and paying off."""

DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    "participant_card": sentence("Kartu peserta"),
    "ktp": sentence("KTP"),
    "other_identity": sentence("Kartu identitas lain"),
    "proof_of_contract_end": sentence("Bukti kontrak kerja berakhir"),
    "proof_of_stopping": sentence("Bukti berhenti bekerja mandiri"),
    "employer_resignation_statement": sentence("Surat keterangan mengundurkan diri dari pemberi kerja"),
    "labour_office_receipt": sentence("Tanda terima laporan PHK dari dinas ketenagakerjaan"),
    "employer_report_letter": sentence("Surat laporan PHK dari pemberi kerja"),
    "notice_without_objection": sentence("Pemberitahuan PHK dan pernyataan pekerja tidak menolak"),
    "joint_agreement": sentence("Perjanjian bersama"),
    "court_decision": sentence("Petikan atau putusan pengadilan hubungan industrial"),
    "no_longer_working_statement": sentence("Pernyataan tidak bekerja lagi di Indonesia"),
    "passport": sentence("Paspor"),
    "proof_of_new_citizenship": sentence("Bukti berganti kewarganegaraan"),
    "doctor_statement": sentence("Surat keterangan dokter"),
    "death_certificate": sentence("Akta atau surat keterangan kematian"),
    "heir_certificate": sentence("Surat keterangan ahli waris"),
    "court_heir_ruling": sentence("Penetapan ahli waris dari pengadilan"),
    "heir_identity": sentence("KTP atau identitas ahli waris"),
    "embassy_certificate": sentence("Surat keterangan ahli waris dari kedutaan"),
    "sale_agreement": sentence("Perjanjian pengikatan jual beli (PPJB)"),
    "sale_deed": sentence("Akta jual beli (AJB)"),
    "loan_agreement": sentence("Salinan perjanjian kredit"),
    "credit_offer": sentence("Surat penawaran kredit"),
    "standing_instruction": sentence("Salinan standing instruction"),
    "account_at_lending_bank": sentence("Rekening di bank pemberi kredit"),
    "bank_papers": sentence("Surat dari bank pemberi kredit"),
    "own_bank_account": sentence("Rekening bank atas nama sendiri"),
    "npwp": sentence("NPWP, atau NIK yang berlaku sebagai NPWP"),
    "power_of_attorney": sentence("Surat kuasa"),
    "representative_identity": sentence("Identitas penerima kuasa"),
    "family_card": sentence("Kartu keluarga"),
}
"""What people call each paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeed:
    """One need. Any one of `documents` meets it; their names are in `DOCUMENT_NAMES`."""

    code: str
    documents: tuple[str, ...]
    figure: Figure
    required: bool
    """False for a paper that is only sometimes asked for."""


def claim_documents(asking: Asking, *, purpose: str, represented: bool, foreign_heir: bool) -> tuple[DocumentNeed, ...]:
    """The checklist of a claim. `purpose` matters for housing only, `foreign_heir` for a death claim only.

    Raises InvalidInput: `rules.claim_purpose_unknown`.
    """
    if purpose not in PURPOSES:
        raise InvalidInput(
            "Tujuan klaim rumah %(purpose)s tidak dikenali.",
            code="rules.claim_purpose_unknown",
            field="purpose",
            fix="Pilih salah satu: %(accepted)s.",
            values={"purpose": purpose, "accepted": ", ".join(PURPOSES)},
        )
    needs = list(_needs(asking, _key(asking, purpose, foreign_heir=foreign_heir)))
    if not needs:
        return ()
    asks_npwp = _npwp(asking)
    if asks_npwp.flag:
        needs += _needs(asking, "npwp", why=(asks_npwp,))
    needs += _needs(asking, "always")
    if represented:
        needs += _needs(asking, "representative")
    return (*needs, *_needs(asking, "sometimes_asked", required=False))


def _key(asking: Asking, purpose: str, *, foreign_heir: bool) -> str:
    """The key of the reason's own papers."""
    match asking.reason:
        case "partial_housing":
            return f"partial_housing_{purpose}"
        case "death" if foreign_heir:
            return "death_foreign_heir"
        case "leaving_indonesia" if asking.history.is_citizen:
            return "leaving_indonesia_citizen"
        case reason:
            return reason


def _needs(asking: Asking, key: str, *, required: bool = True, why: tuple[Figure, ...] = ()) -> Iterator[DocumentNeed]:
    listed = asking.book.find("jht.claim.documents", asking.on, key)
    if listed is None:
        return
    copies = asking.book.find("jht.claim.copies_accepted", asking.on)
    for need, papers in listed.mapping.items():
        documents = cast("tuple[str, ...]", papers)
        yield DocumentNeed(
            code=need, documents=documents, figure=_figure(need, documents, listed, copies, why, required=required), required=required
        )


def _figure(
    need: str, documents: tuple[str, ...], listed: ParameterValue, copies: ParameterValue | None, why: tuple[Figure, ...], *, required: bool
) -> Figure:
    accepted = copies is not None and copies.flag
    label = sentence("Dokumen yang diperlukan, cukup satu dari yang disebut") if required else sentence("Dokumen yang kadang diminta")
    return Figure(
        code="jht.claim.document",
        label=label,
        amount=True,
        formula=f"has([{listed.id}], need)",
        inputs=(("need", need),),
        parameters=(listed, copies) if copies else (listed,),
        article=listed.source,
        notes=(sentence("Boleh elektronik atau salinan."),) if accepted else (),
        parts=(
            *(
                Figure(
                    code="jht.claim.paper",
                    label=DOCUMENT_NAMES[paper],
                    amount=True,
                    formula=f"has(field([{listed.id}], need), paper)",
                    inputs=(("paper", paper),),
                )
                for paper in documents
            ),
            *why,
        ),
    )


def _npwp(asking: Asking) -> Figure:
    """Whether NPWP is asked for."""
    threshold = asking.book.value("jht.claim.npwp_threshold", asking.on)
    after = asking.book.value("jht.claim.npwp_after_partial", asking.on)
    earlier = len(asking.partial_claims)
    return Figure(
        code="jht.claim.npwp_asked",
        label=sentence("NPWP diminta bila saldo lebih dari %(threshold)s atau klaim sebagian pernah dibayarkan"),
        amount=asking.balance > threshold.money or (after.flag and earlier > 0),
        formula=f"threshold = [{threshold.id}]; total({{jht.claim.card_balance}}) > threshold or ([{after.id}] and earlier > 0)",
        inputs=(("threshold", threshold.money), ("earlier", earlier)),
        parameters=(threshold, after),
        article=threshold.source,
        parts=card_balances(asking),
    )
