"""What a worked example may be about: for each topic the inputs it knows and how its figures are computed.

Called only by `cases`. A new rule adds one function and one line in the module of its programme; a new module is one line here.
"""

from collections.abc import Mapping
from typing import Final

from openjmo.rules.topics.benefits import BENEFITS
from openjmo.rules.topics.book import BOOK
from openjmo.rules.topics.claims import CLAIMS
from openjmo.rules.topics.contributions import CONTRIBUTIONS
from openjmo.rules.topics.inputs import CaseInput, NoCheckError, Several, Topic
from openjmo.rules.topics.jht import JHT
from openjmo.rules.topics.jkp import JKP
from openjmo.rules.topics.membership import MEMBERSHIP
from openjmo.rules.topics.pension import PENSION
from openjmo.rules.topics.pension_rules import PENSION_RULES
from openjmo.rules.topics.projection import PROJECTION
from openjmo.rules.topics.tax import TAX

TOPICS: Final[Mapping[str, Topic]] = {
    **BOOK,
    **CONTRIBUTIONS,
    **CLAIMS,
    **JHT,
    **PROJECTION,
    **BENEFITS,
    **JKP,
    **MEMBERSHIP,
    **PENSION,
    **PENSION_RULES,
    **TAX,
}

__all__ = ["TOPICS", "CaseInput", "NoCheckError", "Several", "Topic"]
