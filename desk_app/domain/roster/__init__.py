"""The month's duty: shifts, people, needs, and the one place with the rules they are judged by (E-7).

The grid, the search, the check of a swap and the prints all ask `rules` through `Counters`; nobody else judges a plan.
"""

from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.counters import Counters, Cover, breaches, tally_past
from desk_app.domain.roster.demand import DayKind, Demand, Need, day_kind, needs_of
from desk_app.domain.roster.edits import Edits
from desk_app.domain.roster.evenness import Tally
from desk_app.domain.roster.frame import Frame, FrameDay, frame_of, month_of
from desk_app.domain.roster.gaps import Barred, Gap, explain_gaps
from desk_app.domain.roster.limits import Limits
from desk_app.domain.roster.patterns import Pattern, copied, five_two, painted, two_two, weekly
from desk_app.domain.roster.plan import Cell, Change, Plan, difference
from desk_app.domain.roster.shifts import Break, Part, Shift, ShiftKind
from desk_app.domain.roster.staff import Absence, Employment, Member, Past, Wish

__all__ = [
    "Absence",
    "Barred",
    "Breach",
    "Break",
    "Cell",
    "Change",
    "Counters",
    "Cover",
    "DayKind",
    "Demand",
    "Edits",
    "Employment",
    "Frame",
    "FrameDay",
    "Gap",
    "Limits",
    "Member",
    "Need",
    "Part",
    "Past",
    "Pattern",
    "Plan",
    "Rule",
    "Shift",
    "ShiftKind",
    "Tally",
    "Wish",
    "breaches",
    "copied",
    "day_kind",
    "difference",
    "explain_gaps",
    "five_two",
    "frame_of",
    "month_of",
    "needs_of",
    "painted",
    "tally_past",
    "two_two",
    "weekly",
]
