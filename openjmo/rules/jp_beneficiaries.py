"""Whom the list of JP beneficiaries may name, and until when it may change.

Called by the registration and by the payment of survivors. One spouse, at most two children, one parent; a child born up to 300 days after
the marriage ended or the member died counts; a change is reported within 30 days, and none is made after the first payment or the death.
PP 45/2015 Pasal 14.
"""

from __future__ import annotations

from datetime import date, timedelta

from openjmo.core.errors import InvalidInput
from openjmo.rules.derivation import Figure, articles, sentence
from openjmo.rules.lawbook import Lawbook, lawbook


def jp_list_allowed(spouses: int, children: int, parents: int, on: date, law: Lawbook | None = None) -> Figure:
    """Whether a list with so many people is allowed; `.flag`. Raises InvalidInput (`rules.count_negative`)."""
    book = law or lawbook()
    for field, count in (("spouses", spouses), ("children", children), ("parents", parents)):
        if count < 0:
            raise InvalidInput(
                "Jumlah orang tidak boleh kurang dari nol.",
                code="rules.count_negative",
                field=field,
                fix="Isi jumlah orang, nol atau lebih.",
            )
    parts = tuple(
        Figure(
            code=f"jp.list_{kind}",
            label=label,
            amount=count <= most.number,
            formula=f"most = [{most.id}]; count <= most",
            inputs=(("count", count), ("most", most.number)),
            parameters=(most,),
            article=most.source,
        )
        for kind, count, most, label in (
            (
                "spouses",
                spouses,
                book.value("jp.beneficiary.max_number", on, "spouse"),
                sentence("Suami atau istri: %(count)s, paling banyak %(most)s"),
            ),
            ("children", children, book.value("jp.child.max_number", on), sentence("Anak: %(count)s, paling banyak %(most)s")),
            (
                "parents",
                parents,
                book.value("jp.beneficiary.max_number", on, "parent"),
                sentence("Orang tua: %(count)s, paling banyak %(most)s"),
            ),
        )
    )
    return Figure(
        code="jp.list_allowed",
        label=sentence("Apakah daftar penerima JP sesuai aturan"),
        amount=all(part.flag for part in parts),
        formula="all(part for part in parts)",
        article=articles([parameter for part in parts for parameter in part.parameters]),
        parts=parts,
    )


def jp_late_birth_counts(born_on: date, ended_on: date, law: Lawbook | None = None) -> Figure:
    """Whether a child born after the marriage ended or the member died (`ended_on`) still counts; `.flag`."""
    days = (law or lawbook()).value("jp.beneficiary.late_birth", ended_on)
    return Figure(
        code="jp.late_birth_counts",
        label=sentence("Apakah anak yang lahir %(born_on)s dihitung, paling lama %(days)s hari sesudah %(ended_on)s"),
        amount=born_on <= ended_on + timedelta(days=days.number),
        formula="days = [jp.beneficiary.late_birth]; born_on <= plus_days(ended_on, days)",
        inputs=(("born_on", born_on), ("ended_on", ended_on), ("days", days.number)),
        parameters=(days,),
        article=days.source,
    )


def jp_list_change_allowed(
    changed_on: date, reported_on: date, *, first_paid_on: date | None = None, died_on: date | None = None, law: Lawbook | None = None
) -> Figure:
    """Whether a change of `changed_on`, reported on `reported_on`, is taken into the list; `.flag`.

    Raises InvalidInput (`rules.reported_before_change`).
    """
    if reported_on < changed_on:
        raise InvalidInput(
            "Perubahan dilaporkan pada %(reported_on)s, sebelum terjadi pada %(changed_on)s.",
            code="rules.reported_before_change",
            field="reported_on",
            fix="Periksa kedua tanggal itu.",
            values={"reported_on": reported_on.isoformat(), "changed_on": changed_on.isoformat()},
        )
    days = (law or lawbook()).value("jp.beneficiary.change_deadline", changed_on)
    closed = tuple((name, day) for name, day in (("first_paid_on", first_paid_on), ("died_on", died_on)) if day)
    return Figure(
        code="jp.list_change_allowed",
        label=sentence("Apakah perubahan %(changed_on)s yang dilaporkan %(reported_on)s masih diterima, paling lama %(days)s hari"),
        amount=reported_on <= changed_on + timedelta(days=days.number) and all(reported_on <= day for _, day in closed),
        formula="days = [jp.beneficiary.change_deadline]; reported_on <= plus_days(changed_on, days)"
        + "".join(f" and reported_on <= {name}" for name, _ in closed),
        inputs=(("changed_on", changed_on), ("reported_on", reported_on), ("days", days.number), *closed),
        parameters=(days,),
        article=days.source,
        notes=(sentence("Sesudah pembayaran pertama atau sesudah peserta meninggal, daftar tidak berubah lagi."),),
    )
