"""The law: pure functions over dated parameters, each answering with a figure and its reasons.

Everybody above floor 1 may call it; it imports only `openjmo.core`, touches no database, no network and no clock, and never guesses a
number that was not found. What it offers is listed here; the modules behind it are private to the room.
"""

from openjmo.rules.arrears_cover import PAYERS, benefit_payer, payable
from openjmo.rules.benefit_payment import benefit_due, late_compensation, recipient_without_heirs
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
from openjmo.rules.death_case import death_case_total
from openjmo.rules.derivation import Figure, Rounded, sentence
from openjmo.rules.dry_run import DryRun, dry_run
from openjmo.rules.growth import METHODS, GrowthTable, growth_table
from openjmo.rules.heirs import HeirShare, Inheritance, jht_inheritance
from openjmo.rules.history import Card, Heir, Job, MemberHistory, PaidMonth, PastPayment
from openjmo.rules.jht_claims import (
    DOCUMENT_NAMES,
    REASONS,
    Channel,
    Condition,
    DocumentNeed,
    Eligibility,
    PaymentClock,
    Reason,
    claim_channels,
    claim_eligibility,
    payment_deadline,
    what_can_i_claim,
)
from openjmo.rules.jkk import death_benefit, jkk_funeral, jkk_periodic, jkk_total, partial_disability, total_disability, transport_refund
from openjmo.rules.jkk_jkm import JKK_CLASSES, NO_RELIEF, ReliefFacts, employer_contribution, premium_rate
from openjmo.rules.jkk_limits import claim_lapses_on, report_by
from openjmo.rules.jkk_unable import unable_between, unable_to_work
from openjmo.rules.jkm import JkmBenefit, jkm_benefit
from openjmo.rules.jkp import JkpCash, employer_reclaim_by, jkp_apply_by, jkp_cash, jkp_payer, jkp_training
from openjmo.rules.jkp_contributions import JkpContribution, jkp_contribution
from openjmo.rules.jkp_right import JkpFacts, jkp_right, paid_before
from openjmo.rules.jp_age import jp_past_pension_age, jp_pension_age_reached, jp_pension_start
from openjmo.rules.jp_beneficiaries import jp_late_birth_counts, jp_list_allowed, jp_list_change_allowed
from openjmo.rules.jp_benefit import (
    JpBenefit,
    jp_average_wage,
    jp_disability_benefit,
    jp_formula_benefit,
    jp_given_average,
    jp_given_wage,
    jp_indexed_benefit,
    jp_old_age_benefit,
    jp_payout_form,
)
from openjmo.rules.jp_contributions import jp_cap_update, jp_contribution
from openjmo.rules.jp_ends import jp_child_ends_on, jp_child_entitled, jp_spouse_ends_on
from openjmo.rules.jp_limits import jp_limit_update, jp_within_limits
from openjmo.rules.jp_lump_sum import jp_lump_sum, jp_lump_sum_on
from openjmo.rules.jp_payment import jp_claim_window, jp_data_confirmation, jp_first_payment_by, jp_late_payment_fine, jp_payment_due
from openjmo.rules.jp_record import jp_counted_months
from openjmo.rules.jp_survivors import SURVIVORS, Survivor, jp_child_parts, jp_survivor_benefit, jp_who_receives
from openjmo.rules.jp_wage import jp_index_in_percent, jp_wage_index, jp_weighted_wage, jp_year_wage, with_inflation
from openjmo.rules.lapse import LapseGuard, covered_until, lapse_guard
from openjmo.rules.lapse_loss import lost_on_lapse
from openjmo.rules.late_fines import late_fine, late_fine_for_months, months_late
from openjmo.rules.lawbook import DRAFTS, DeclaredValue, Lawbook, lawbook
from openjmo.rules.membership_state import membership_state, warning_ends_on
from openjmo.rules.migrants import MIGRANT_STAGES, migrant_contribution, migrant_jht
from openjmo.rules.mlt import MltFacility, MltFacts, mlt_conditions, mlt_facility, mlt_instalment, mlt_rate
from openjmo.rules.nik_layout import NikLayout, nik_layout
from openjmo.rules.parameter import LawbookError, Parameter, ParameterValue, UnknownParameter
from openjmo.rules.pension_age import PensionAge, PensionAgeState, jp_has_ended, last_birth_without_jp, pension_ages
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
from openjmo.rules.scholarship import Scholarship, child_plan, scholarship, scholarship_right
from openjmo.rules.self_employed import (
    SECTORS,
    SELF_EMPLOYED_PROGRAMMES,
    SelfEmployedContributions,
    self_employed_contributions,
    self_employed_discount,
)
from openjmo.rules.shares import IntegerShare
from openjmo.rules.sheet import sheet, total_of
from openjmo.rules.tax import JhtTax, jht_tax
from openjmo.rules.tax_scale import progressive_tax, severance_tax
from openjmo.rules.wage_contributions import WageContributions, wage_contributions

__all__ = [
    "DOCUMENT_NAMES",
    "DRAFTS",
    "JKK_CLASSES",
    "METHODS",
    "MIGRANT_STAGES",
    "NO_RELIEF",
    "PAYERS",
    "PROGRAMMES",
    "REASONS",
    "SECTORS",
    "SEGMENTS",
    "SELF_EMPLOYED_PROGRAMMES",
    "SIZES",
    "SURVIVORS",
    "Card",
    "Channel",
    "Condition",
    "Contribution",
    "ContributionCalculator",
    "ContributionSplit",
    "DeclaredValue",
    "DocumentNeed",
    "DryRun",
    "Eligibility",
    "Figure",
    "Flow",
    "GrowthTable",
    "Heir",
    "HeirShare",
    "Inheritance",
    "IntegerShare",
    "JhtCalculator",
    "JhtRates",
    "JhtTax",
    "JkmBenefit",
    "JkpCash",
    "JkpContribution",
    "JkpFacts",
    "Job",
    "JpBenefit",
    "LapseGuard",
    "Lawbook",
    "LawbookError",
    "MandatoryProgrammes",
    "MemberHistory",
    "MltFacility",
    "MltFacts",
    "NikLayout",
    "PaidMonth",
    "Parameter",
    "ParameterValue",
    "PastPayment",
    "PaymentClock",
    "PensionAge",
    "PensionAgeState",
    "Reason",
    "ReliefFacts",
    "Rounded",
    "Scholarship",
    "SelfEmployedContributions",
    "Survivor",
    "UnknownParameter",
    "WageContributions",
    "benefit_due",
    "benefit_payer",
    "certainty_of",
    "check_programmes",
    "child_plan",
    "claim_channels",
    "claim_eligibility",
    "claim_lapses_on",
    "closed_days",
    "collective_leave_of",
    "contribution_calculator",
    "contribution_sen",
    "covered_until",
    "credit_for_month",
    "death_benefit",
    "death_case_total",
    "dry_run",
    "due_date",
    "employer_contribution",
    "employer_reclaim_by",
    "first_month_of",
    "growth_table",
    "holidays_of",
    "jht_calculator",
    "jht_contribution",
    "jht_inheritance",
    "jht_rates_for",
    "jht_tax",
    "jkk_funeral",
    "jkk_periodic",
    "jkk_total",
    "jkm_benefit",
    "jkp_apply_by",
    "jkp_cash",
    "jkp_contribution",
    "jkp_payer",
    "jkp_right",
    "jkp_training",
    "jp_average_wage",
    "jp_cap_update",
    "jp_child_ends_on",
    "jp_child_entitled",
    "jp_child_parts",
    "jp_claim_window",
    "jp_contribution",
    "jp_counted_months",
    "jp_data_confirmation",
    "jp_disability_benefit",
    "jp_first_payment_by",
    "jp_formula_benefit",
    "jp_given_average",
    "jp_given_wage",
    "jp_has_ended",
    "jp_index_in_percent",
    "jp_indexed_benefit",
    "jp_late_birth_counts",
    "jp_late_payment_fine",
    "jp_limit_update",
    "jp_list_allowed",
    "jp_list_change_allowed",
    "jp_lump_sum",
    "jp_lump_sum_on",
    "jp_old_age_benefit",
    "jp_past_pension_age",
    "jp_payment_due",
    "jp_payout_form",
    "jp_pension_age_reached",
    "jp_pension_start",
    "jp_spouse_ends_on",
    "jp_survivor_benefit",
    "jp_wage_index",
    "jp_weighted_wage",
    "jp_who_receives",
    "jp_within_limits",
    "jp_year_wage",
    "lapse_guard",
    "last_birth_without_jp",
    "late_compensation",
    "late_fine",
    "late_fine_for_months",
    "lawbook",
    "lost_on_lapse",
    "mandatory_programmes",
    "membership_state",
    "migrant_contribution",
    "migrant_jht",
    "mlt_conditions",
    "mlt_facility",
    "mlt_instalment",
    "mlt_rate",
    "months_late",
    "nik_layout",
    "paid_before",
    "partial_disability",
    "payable",
    "payment_deadline",
    "pension_ages",
    "premium_rate",
    "programmes_in",
    "progressive_tax",
    "public_holidays_of",
    "recipient_without_heirs",
    "report_by",
    "scholarship",
    "scholarship_right",
    "self_employed_contributions",
    "self_employed_discount",
    "sentence",
    "severance_tax",
    "sheet",
    "total_disability",
    "total_of",
    "transport_refund",
    "unable_between",
    "unable_to_work",
    "wage_contributions",
    "warning_ends_on",
    "what_can_i_claim",
    "with_inflation",
]
