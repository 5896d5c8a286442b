"""What each section's items are made of: which inputs a form has, and which of them the list shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from desk_app.domain.errors import N_


class As(StrEnum):
    """How a part of an item is typed in."""

    LINE = auto()
    TEXT = auto()
    LINES = auto()
    """One text a line."""
    NUMBER = auto()
    FLAG = auto()
    MAYBE = auto()
    """Yes, no, or as usual."""
    ONE = auto()
    """One item of another section, or a word of the program."""
    SOME = auto()
    """Several of them; none stands for all."""
    CHAIN = auto()
    """Several in an order of their own."""
    FILES = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an item under `key`; `hint` is a msgid that says more. What is not `wide` shares its line."""

    key: str
    kind: As
    wide: bool = True
    hint: str = ""


_ALL: Final = N_("None ticked: for all of them.")
_CLOCK: Final = N_("As in 08:30.")
_DEFAULT: Final = Part("default", As.FLAG)
_NARROWED: Final = tuple(Part(key, As.SOME, hint=_ALL) for key in ("services", "kinds", "types"))
PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "kind": (_DEFAULT,),
    "status": (Part("meaning", As.ONE), Part("pause", As.MAYBE)),
    "type": (
        _DEFAULT,
        Part("approval", As.LINE, hint=N_("For one agreement without a chain, as in “Head of the department”.")),
        Part("chain", As.CHAIN),
        Part("start", As.ONE),
    ),
    "channel": (_DEFAULT,),
    "mode": (_DEFAULT, Part("appointment", As.FLAG)),
    "priority": (_DEFAULT,),
    "system": (Part("parent", As.ONE),),
    "line": (
        Part("sort", As.ONE, wide=False),
        Part("level", As.NUMBER, wide=False),
        Part("contract", As.LINE),
        Part("status", As.ONE),
    ),
    "service": (
        Part("group", As.LINE),
        Part("estimate_min", As.NUMBER, wide=False),
        Part("estimate_max", As.NUMBER, wide=False),
        Part("kind", As.ONE, wide=False),
        Part("type", As.ONE, wide=False),
        Part("line", As.ONE, wide=False),
        Part("contact", As.LINE, wide=False),
        Part("prerequisites", As.TEXT),
        Part("chain", As.CHAIN),
        Part("start", As.ONE),
        Part("files", As.FILES, hint=N_("They go out with the answer when a ticket of this service is solved.")),
    ),
    "approval": (
        Part("needs", As.SOME),
        Part("by", As.SOME, hint=N_("None ticked: whoever has the right to record agreements.")),
    ),
    "question": (
        Part("type", As.ONE),
        Part("choices", As.LINES, hint=N_("One answer a line.")),
        Part("required", As.FLAG),
        Part("on", As.SOME),
        Part("hint", As.LINE),
        *_NARROWED,
    ),
    "script": (Part("text", As.TEXT), *_NARROWED[:2]),
    "field": (Part("required", As.FLAG), Part("on", As.SOME)),
    "column": (),
    "deadline": (
        Part("step", As.ONE),
        Part("mode", As.ONE),
        Part("amount", As.NUMBER),
        *(Part(key, As.SOME, hint=_ALL) for key in ("kinds", "types", "priorities", "lines", "services")),
    ),
    "role": (Part("rights", As.SOME),),
    "step": (
        Part("verb", As.ONE),
        Part("from", As.SOME, hint=N_("None ticked: from every status.")),
        Part("to", As.ONE),
        Part("kinds", As.SOME, hint=_ALL),
        Part("requires", As.SOME),
        Part("primary", As.FLAG),
        Part("when", As.ONE),
    ),
    "target": (Part("at_least", As.NUMBER, wide=False), Part("at_most", As.NUMBER, wide=False)),
    "shift": (
        Part("short", As.LINE),
        Part("start", As.LINE, wide=False, hint=_CLOCK),
        Part("end", As.LINE, wide=False, hint=_CLOCK),
        Part("breaks", As.LINES, hint=N_("One break a line, as in 12:30-13:00.")),
        Part("line", As.ONE),
        Part("colour", As.LINE, hint=N_("As in #3b82f6; empty for one that is chosen for you.")),
    ),
    "demand": (
        Part("line", As.ONE),
        Part("days", As.SOME),
        Part("people", As.NUMBER),
        Part("start", As.LINE, wide=False, hint=_CLOCK),
        Part("end", As.LINE, wide=False, hint=_CLOCK),
    ),
}
"""The parts of an item besides its label, by section."""
SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("meaning",),
    "type": ("chain",),
    "system": ("parent",),
    "line": ("sort", "level"),
    "service": ("group", "line"),
    "approval": ("needs",),
    "question": ("type", "services"),
    "script": ("services",),
    "field": ("required", "on"),
    "deadline": ("step", "amount"),
    "step": ("from", "to"),
    "target": ("at_least", "at_most"),
    "shift": ("start", "end"),
    "demand": ("line", "people"),
}
"""Which parts the list of a section shows beside the name."""
NEEDED: Final = frozenset({("status", "meaning"), ("question", "type"), ("deadline", "step"), ("deadline", "mode"),
                           ("step", "verb"), ("line", "sort")})  # fmt: skip
"""Parts that always say something."""
BEGIN: Final[Mapping[str, Mapping[str, object]]] = {
    "status": {"meaning": "active"},
    "question": {"type": "line"},
    "deadline": {"step": "resolve", "mode": "days", "amount": 1},
    "step": {"verb": "wait"},
    "role": {"rights": ["register", "edit", "comment"]},
    "shift": {"start": "08:30", "end": "17:00"},
    "demand": {"days": ["working"], "people": 1},
}
"""What a new item of a section begins with."""
NEW: Final[Mapping[str, str]] = {
    "status": N_("New status"),
    "step": N_("New step"),
    "type": N_("New type"),
    "kind": N_("New kind"),
    "channel": N_("New channel"),
    "mode": N_("New way of working"),
    "priority": N_("New priority"),
    "line": N_("New line"),
    "system": N_("New system"),
    "service": N_("New service"),
    "approval": N_("New agreement"),
    "question": N_("New question"),
    "script": N_("New part of the script"),
    "deadline": N_("New deadline"),
    "role": N_("New role"),
    "shift": N_("New shift"),
    "demand": N_("New need"),
}
"""What a new item is called until somebody names it; the other sections choose from what the program knows."""
