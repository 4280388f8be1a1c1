"""What a balance may become, and what a history would have become under another rule.

Called by the member's simulation, the public calculator and the goal planner. The past is taken as it is, to the sen; the future is a
band between two returns that nobody promises. Every assumption is an input of the figure, every figure replays.
"""

from openjmo.rules.projection.assumptions import Assumptions, Break, Start, default_assumptions
from openjmo.rules.projection.pension import Career, PensionOutlook, limits_are_known, pension_outlook
from openjmo.rules.projection.project import Projection, YearEnd, explain_projection, project
from openjmo.rules.projection.time_machine import BookedMonth, Replayed, replay_history
from openjmo.rules.projection.worth import monthly_income, saving_needed, value_today

__all__ = [
    "Assumptions",
    "BookedMonth",
    "Break",
    "Career",
    "PensionOutlook",
    "Projection",
    "Replayed",
    "Start",
    "YearEnd",
    "default_assumptions",
    "explain_projection",
    "limits_are_known",
    "monthly_income",
    "pension_outlook",
    "project",
    "replay_history",
    "saving_needed",
    "value_today",
]
