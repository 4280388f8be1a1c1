"""Register an employer, or find it registered."""

from __future__ import annotations

from dataclasses import dataclass

from openjmo.core.errors import InvalidInput
from openjmo.core.ids import EmployerNumber, new_reference
from openjmo.core.regions import regions
from openjmo.domains.membership.models import Employer


@dataclass(frozen=True, slots=True)
class NewEmployer:
    """What is known of a firm. `sector` is a KBLI 2020 section, `province_code` has two digits."""

    npp: str
    name: str
    sector: str
    province_code: str
    division: str = "000"


def add_employer(new: NewEmployer) -> str:
    """The employer's reference. The same NPP and division a second time change nothing. Raises InvalidInput."""
    number = EmployerNumber.parse(new.npp)
    if new.province_code not in regions().provinces:
        raise InvalidInput(
            "Kode provinsi %(code)s tidak dikenal.", code="province_unknown", field="province_code", values={"code": new.province_code}
        )
    employer, _ = Employer.objects.get_or_create(
        npp=number.text,
        division=new.division,
        defaults={
            "ref": new_reference("PK"),
            "name": new.name.strip(),
            "sector": new.sector,
            "province_code": new.province_code,
        },
    )
    return employer.ref
