"""What is typed on the way back into an account; the shape of NIK, KPJ and telephone is the core's business."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import NIK_DIGITS, CardNumber, Nik, Phone
from openjmo.domains.membership.recognise import CivilData
from openjmo.domains.recovery.actions import NewCase
from openjmo.portals.public.fields import at_field, checked_name
from openjmo.portals.shared.typed import read_date

_EMAIL = {
    "required": gettext_lazy("E-mail belum diisi."),
    "invalid": gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id"),
}


class RecoverForm(forms.Form):
    """Who somebody is, and where they can be reached now."""

    nik = forms.CharField(max_length=40, required=False)
    full_name = forms.CharField(max_length=200, error_messages={"required": gettext_lazy("Nama lengkap belum diisi.")})
    birth_date = forms.CharField(max_length=20, error_messages={"required": gettext_lazy("Tanggal lahir belum diisi.")})
    mother_name = forms.CharField(max_length=200, required=False)
    card_number = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(max_length=254, error_messages=_EMAIL)
    phone = forms.CharField(max_length=40, error_messages={"required": gettext_lazy("Nomor HP belum diisi.")})

    def clean_nik(self) -> Nik:
        """Sixteen digits with a province and a birth date."""
        try:
            return Nik.parse(self.cleaned_data["nik"])
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean_full_name(self) -> str:
        """A name has letters and no digits."""
        return checked_name(self.cleaned_data["full_name"])

    def clean_birth_date(self) -> date:
        """As browsers send it, or as people write it."""
        born = read_date(self.cleaned_data["birth_date"])
        if born is None:
            raise ValidationError(_("Tulis tanggal lahir seperti pada KTP, misalnya 26-09-1985."), code="birth_date_wrong")
        return born

    def clean_mother_name(self) -> str:
        """The same as a name, when it is given."""
        typed = self.cleaned_data["mother_name"]
        return checked_name(typed) if typed.strip() else ""

    def clean_card_number(self) -> str:
        """Eleven digits, when it is given; sixteen are a NIK, and we say so (X8)."""
        typed = self.cleaned_data["card_number"].strip()
        if not typed:
            return ""
        if len(re.sub(r"\D", "", typed)) == NIK_DIGITS:
            raise ValidationError(_("Ini 16 angka, jadi NIK. Nomor KPJ 11 angka, lihat kartu peserta."), code="card_number_is_nik")
        try:
            return CardNumber.parse(typed).digits
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> Phone:
        """Any phone in the world, Indonesian when no country is named."""
        try:
            return Phone.parse(self.cleaned_data["phone"])
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean(self) -> dict[str, Any]:
        """One of the two that are no public knowledge is needed."""
        typed = self.cleaned_data
        if not typed.get("card_number") and not typed.get("mother_name") and not {"card_number", "mother_name"} & set(self.errors):
            self.add_error("mother_name", _("Isi nama ibu kandung, nomor KPJ, atau keduanya."))
        return typed

    def new_case(self) -> NewCase:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        said = CivilData(typed["nik"].digits, typed["full_name"], typed["birth_date"], typed["mother_name"], typed["card_number"])
        return NewCase(said, typed["email"], typed["phone"].e164)


class CodesForm(forms.Form):
    """The digits that came to the new contacts; one of them is enough for a start."""

    email_code = forms.CharField(max_length=20, required=False)
    phone_code = forms.CharField(max_length=20, required=False)

    def clean_email_code(self) -> str:
        """Six digits, if any."""
        return _six_digits(self.cleaned_data["email_code"])

    def clean_phone_code(self) -> str:
        """The same."""
        return _six_digits(self.cleaned_data["phone_code"])

    def clean(self) -> dict[str, Any]:
        """Something must be there."""
        typed = self.cleaned_data
        if not self.errors and not typed.get("email_code") and not typed.get("phone_code"):
            self.add_error("email_code", _("Kode belum diisi."))
        return typed

    def is_wrong(self, field: str) -> None:
        """Say so at the field; the same words whether a code was sent or not."""
        self.add_error(field, _("Kode tidak cocok. Lihat yang terakhir datang; sesudah lima kali salah, minta kode baru."))


class CodeOfOwnForm(forms.Form):
    """A long code, as it stands on paper or in an SMS."""

    kode = forms.CharField(max_length=60, error_messages={"required": gettext_lazy("Kode belum diisi.")})

    def clean_kode(self) -> str:
        """With dashes every five signs; what has another shape is none."""
        plain = re.sub(r"[\s-]", "", self.cleaned_data["kode"]).lower()
        if not re.fullmatch(r"[a-z0-9]{20}", plain):
            raise ValidationError(_("Kode terdiri dari 20 huruf dan angka, empat kali lima."), code="code_shape")
        return "-".join(plain[start : start + 5] for start in range(0, 20, 5))


def _six_digits(typed: str) -> str:
    digits = re.sub(r"[\s-]", "", typed)
    if digits and not re.fullmatch(r"[0-9]{6}", digits):
        raise ValidationError(_("Kode terdiri dari 6 angka."), code="code_shape")
    return digits
