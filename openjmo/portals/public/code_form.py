"""The field for the six digits of an SMS, the same wherever a code is typed."""

from __future__ import annotations

import re
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODE_REF: Final = "code_ref"
"""Session key: under which reference the code that was asked for in this browser may be typed."""
CODE_EMAIL: Final = "code_email"
"""Session key: the address that was typed with it."""


class CodeForm(forms.Form):
    """Six digits; what has another shape is no try."""

    code = forms.CharField(max_length=20, error_messages={"required": gettext_lazy("Kode belum diisi.")})

    def clean_code(self) -> str:
        """Without blanks."""
        digits = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("Kode terdiri dari 6 angka, seperti pada SMS."), code="code_shape")
        return digits

    def is_wrong(self) -> None:
        """Say so at the field; the same words whether a code was sent or not."""
        self.add_error("code", _("Kode tidak cocok. Lihat SMS yang terakhir; sesudah lima kali salah, kode tidak berlaku lagi."))
