"""The law: pure functions over dated parameters, each answering with a figure and its reasons.

Everybody above floor 1 may call it; it imports only `openjmo.core`, touches no database, no network and no clock, and never guesses a
number that was not found. What it offers is listed here; the modules behind it are private to the room.
"""

from openjmo.rules.calendar import certainty_of, closed_days, collective_leave_of, holidays_of, public_holidays_of
from openjmo.rules.contributions import (
    Contribution,
    JhtCalculator,
    JhtRates,
    contribution_sen,
    jht_calculator,
    jht_contribution,
    jht_rates_for,
)
from openjmo.rules.deadlines import SEGMENTS, due_date, late_fine, late_fine_for_months, months_late
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.growth import METHODS, GrowthTable, growth_table
from openjmo.rules.lawbook import DRAFTS, DeclaredValue, Lawbook, lawbook
from openjmo.rules.parameter import LawbookError, Parameter, ParameterValue, UnknownParameter
from openjmo.rules.returns import Flow, credit_for_month
from openjmo.rules.shares import IntegerShare

__all__ = [
    "DRAFTS",
    "METHODS",
    "SEGMENTS",
    "Contribution",
    "DeclaredValue",
    "Figure",
    "Flow",
    "GrowthTable",
    "IntegerShare",
    "JhtCalculator",
    "JhtRates",
    "Lawbook",
    "LawbookError",
    "Parameter",
    "ParameterValue",
    "Rounded",
    "UnknownParameter",
    "certainty_of",
    "closed_days",
    "collective_leave_of",
    "contribution_sen",
    "credit_for_month",
    "due_date",
    "growth_table",
    "holidays_of",
    "jht_calculator",
    "jht_contribution",
    "jht_rates_for",
    "late_fine",
    "late_fine_for_months",
    "lawbook",
    "months_late",
    "public_holidays_of",
    "sentence",
]
