"""The law: pure functions over dated parameters, each answering with a figure and its reasons.

Everybody above floor 1 may call it; it imports only `openjmo.core`, touches no database, no network and no clock, and never guesses a
number that was not found. What it offers is listed here; the modules behind it are private to the room.
"""

from openjmo.rules.calendar import certainty_of, closed_days, collective_leave_of, holidays_of, public_holidays_of
from openjmo.rules.contribution_calculator import ContributionCalculator, ContributionSplit, contribution_calculator
from openjmo.rules.contributions import (
    Contribution,
    JhtCalculator,
    JhtRates,
    contribution_sen,
    jht_calculator,
    jht_contribution,
    jht_rates_for,
)
from openjmo.rules.deadlines import SEGMENTS, due_date
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.growth import METHODS, GrowthTable, growth_table
from openjmo.rules.jkk_jkm import JKK_CLASSES, NO_RELIEF, ReliefFacts, employer_contribution, premium_rate
from openjmo.rules.jkp_contributions import JkpContribution, jkp_contribution
from openjmo.rules.jp_contributions import jp_cap_update, jp_contribution
from openjmo.rules.late_fines import late_fine, late_fine_for_months, months_late
from openjmo.rules.lawbook import DRAFTS, DeclaredValue, Lawbook, lawbook
from openjmo.rules.migrants import MIGRANT_STAGES, migrant_contribution, migrant_jht
from openjmo.rules.parameter import LawbookError, Parameter, ParameterValue, UnknownParameter
from openjmo.rules.pension_age import PensionAge, PensionAgeState, jp_has_ended, last_birth_without_jp, pension_age_reached, pension_ages
from openjmo.rules.programmes import (
    PROGRAMMES,
    SIZES,
    MandatoryProgrammes,
    check_programmes,
    first_month_of,
    mandatory_programmes,
    programmes_in,
)
from openjmo.rules.returns import Flow, credit_for_month
from openjmo.rules.self_employed import (
    SECTORS,
    SELF_EMPLOYED_PROGRAMMES,
    SelfEmployedContributions,
    self_employed_contributions,
    self_employed_discount,
)
from openjmo.rules.shares import IntegerShare
from openjmo.rules.wage_contributions import WageContributions, wage_contributions

__all__ = [
    "DRAFTS",
    "JKK_CLASSES",
    "METHODS",
    "MIGRANT_STAGES",
    "NO_RELIEF",
    "PROGRAMMES",
    "SECTORS",
    "SEGMENTS",
    "SELF_EMPLOYED_PROGRAMMES",
    "SIZES",
    "Contribution",
    "ContributionCalculator",
    "ContributionSplit",
    "DeclaredValue",
    "Figure",
    "Flow",
    "GrowthTable",
    "IntegerShare",
    "JhtCalculator",
    "JhtRates",
    "JkpContribution",
    "Lawbook",
    "LawbookError",
    "MandatoryProgrammes",
    "Parameter",
    "ParameterValue",
    "PensionAge",
    "PensionAgeState",
    "ReliefFacts",
    "Rounded",
    "SelfEmployedContributions",
    "UnknownParameter",
    "WageContributions",
    "certainty_of",
    "check_programmes",
    "closed_days",
    "collective_leave_of",
    "contribution_calculator",
    "contribution_sen",
    "credit_for_month",
    "due_date",
    "employer_contribution",
    "first_month_of",
    "growth_table",
    "holidays_of",
    "jht_calculator",
    "jht_contribution",
    "jht_rates_for",
    "jkp_contribution",
    "jp_cap_update",
    "jp_contribution",
    "jp_has_ended",
    "last_birth_without_jp",
    "late_fine",
    "late_fine_for_months",
    "lawbook",
    "mandatory_programmes",
    "migrant_contribution",
    "migrant_jht",
    "months_late",
    "pension_age_reached",
    "pension_ages",
    "premium_rate",
    "programmes_in",
    "public_holidays_of",
    "self_employed_contributions",
    "self_employed_discount",
    "sentence",
    "wage_contributions",
]
