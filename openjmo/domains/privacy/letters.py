"""The two letters about a breach, drafted from the register: to whoever is concerned, and to the agency (UU 27/2022 Pasal 46)."""

from __future__ import annotations

from django.utils.translation import gettext

from openjmo.core.money import grouped
from openjmo.domains.privacy.reads import BreachView


def letter_to_person(breach: BreachView, full_name: str) -> str:
    """In the language that is active. It carries no link (S120)."""
    values = {**_facts(breach), "name": full_name}
    return (
        gettext(
            "Yth. %(name)s,\n\n"
            "menurut Pasal 46 Undang-Undang Nomor 27 Tahun 2022 kami memberitahukan bahwa pelindungan data pribadi Anda pernah gagal.\n\n"
            "Data yang terbuka: %(data)s\n"
            "Kapan dan bagaimana: %(happened)s\n"
            "Yang sudah kami lakukan: %(handling)s\n"
            "Pemulihan, dan yang bisa Anda lakukan: %(recovery)s\n\n"
            "Kami mengetahuinya pada %(known)s. Nomor pemberitahuan ini %(ref)s. Kami tidak pernah meminta kata sandi atau kode."
        )
        % values
    )


def letter_to_agency(breach: BreachView) -> str:
    """In the language that is active; to be printed and signed by whoever answers for the data."""
    values = {**_facts(breach), "count": grouped(breach.concerned)}
    return (
        gettext(
            "Kepada lembaga yang mengawasi pelindungan data pribadi\n\n"
            "Perihal: pemberitahuan kegagalan pelindungan data pribadi, Pasal 46 Undang-Undang Nomor 27 Tahun 2022\n"
            "Nomor: %(ref)s\n\n"
            "Diketahui: %(known)s\n"
            "Batas waktu pemberitahuan: %(due)s\n"
            "Jumlah subjek data: %(count)s\n"
            "Data yang terbuka: %(data)s\n"
            "Kapan dan bagaimana: %(happened)s\n"
            "Upaya penanganan: %(handling)s\n"
            "Upaya pemulihan: %(recovery)s\n\n"
            "Nama, jabatan, dan tanda tangan:\n"
        )
        % values
    )


def _facts(breach: BreachView) -> dict[str, str]:
    return {
        "ref": breach.ref,
        "data": breach.data,
        "happened": breach.happened,
        "handling": breach.handling,
        "recovery": breach.recovery,
        "known": f"{breach.known_at:%Y-%m-%d %H:%M} UTC",
        "due": f"{breach.due_at:%Y-%m-%d %H:%M} UTC",
    }
