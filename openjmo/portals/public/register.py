"""Registration: the form, and how it reaches the identity room.

The page, its status and its time are the same whether the e-mail address is new, waiting or known (S5), and nothing is ever looked up by
NIK here. What was typed is kept when something is wrong, except passwords.
"""

from __future__ import annotations

import re
from typing import Any, Final

from allauth.account.internal import flows
from allauth.account.views import SignupView
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import NIK_DIGITS, CardNumber, Nik, Phone
from openjmo.domains.identity import actions
from openjmo.domains.identity.reads import TERMS
from openjmo.portals.public.adapter import WAITING_EMAIL
from openjmo.portals.public.fields import at_field, checked_name

_PASSWORD_MISSING: Final = {"required": gettext_lazy("Kata sandi belum diisi.")}


class RegisterForm(forms.Form):
    """Checks what was typed; the shape of NIK, KPJ and phone is the core's business."""

    by_passkey = False
    """Asked for by allauth's view."""

    nik = forms.CharField(max_length=40, required=False)
    card_number = forms.CharField(max_length=40, required=False)
    card_unknown = forms.BooleanField(required=False)
    mother_name = forms.CharField(max_length=200, required=False)
    full_name = forms.CharField(max_length=200, error_messages={"required": gettext_lazy("Nama lengkap belum diisi.")})
    phone = forms.CharField(max_length=40, error_messages={"required": gettext_lazy("Nomor HP belum diisi.")})
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("E-mail belum diisi."),
            "invalid": gettext_lazy("Alamat e-mail tidak lengkap. Contoh: nama@contoh.id"),
        },
    )
    password1 = forms.CharField(strip=False, error_messages=_PASSWORD_MISSING)
    password2 = forms.CharField(strip=False, error_messages={"required": gettext_lazy("Ulangi kata sandi di sini.")})
    terms_version = forms.CharField(required=False)
    terms = forms.BooleanField(error_messages={"required": gettext_lazy("Baca lalu setujui syarat untuk melanjutkan.")})

    def clean_nik(self) -> Nik:
        """Sixteen digits with a province and a birth date."""
        try:
            return Nik.parse(self.cleaned_data["nik"])
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean_card_number(self) -> CardNumber | None:
        """Eleven digits; sixteen are a NIK, and we say so (X8). Empty is for `clean` to judge."""
        typed = self.cleaned_data["card_number"].strip()
        if not typed:
            return None
        if len(re.sub(r"\D", "", typed)) == NIK_DIGITS:
            raise ValidationError(_("Ini 16 angka, jadi NIK. Nomor KPJ 11 angka, lihat kartu peserta."), code="card_number_is_nik")
        try:
            return CardNumber.parse(typed)
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean_full_name(self) -> str:
        """A name has letters and no digits."""
        return checked_name(self.cleaned_data["full_name"])

    def clean_mother_name(self) -> str:
        """The same, when it is given."""
        typed = self.cleaned_data["mother_name"]
        return checked_name(typed) if typed.strip() else ""

    def clean_phone(self) -> Phone:
        """Any phone in the world, Indonesian when no country is named."""
        try:
            return Phone.parse(self.cleaned_data["phone"])
        except InvalidInput as failure:
            raise at_field(failure) from failure

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_terms(self) -> bool:
        """Agreement counts for the version that stood on the page."""
        if self.data.get("terms_version") != TERMS.version:
            raise ValidationError(_("Syarat baru saja diperbarui. Baca lagi, lalu setujui."), code="terms_changed")
        return True

    def clean(self) -> dict[str, Any]:
        """What needs two fields to be judged."""
        typed = self.cleaned_data
        if typed.get("card_unknown"):
            typed["card_number"] = None
            self.errors.pop("card_number", None)
            if not typed.get("mother_name") and "mother_name" not in self.errors:
                self.add_error("mother_name", _("Isi nama ibu kandung seperti pada KK. Ini pengganti nomor KPJ."))
        elif typed.get("card_number") is None and "card_number" not in self.errors:
            self.add_error("card_number", _("Isi nomor KPJ, atau centang “Saya tidak tahu KPJ saya”."))
        if "password1" in typed and "password2" in typed and typed["password1"] != typed["password2"]:
            self.add_error("password2", _("Kata sandi kedua tidak sama dengan yang pertama."))
        if "password1" in typed:
            try:
                nik = typed.get("nik")
                actions.check_new_password(
                    typed["password1"],
                    email=typed.get("email", ""),
                    full_name=typed.get("full_name", ""),
                    nik=nik.digits if nik else "",
                )
            except ValidationError as problem:
                self.add_error("password1", problem)
        return typed

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Register. Either an account whose address is still to be confirmed, or the answer that keeps the secret (for allauth)."""
        typed = self.cleaned_data
        email = typed["email"]
        outcome = actions.register(
            actions.NewRegistration(
                email=email,
                password=typed["password1"],
                nik=typed["nik"],
                card_number=typed["card_number"],
                mother_name=typed["mother_name"],
                full_name=typed["full_name"],
                phone=typed["phone"],
                terms_version=TERMS.version,
                language=get_language() or "id",
            ),
            timezone.now(),
        )
        request.session[WAITING_EMAIL] = email
        if outcome is actions.Outcome.KNOWN:
            return None, flows.signup.prevent_enumeration(request, email=email)
        return get_user_model().objects.get(email=email), None


register = SignupView.as_view(form_class=RegisterForm, template_name="public/register.html", extra_context={"terms_version": TERMS.version})
