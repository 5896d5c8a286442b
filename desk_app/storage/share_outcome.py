"""What a trial of a share came to, in words for IT."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.errors import UserError


class Verdict(StrEnum):
    """How bad it is. UNKNOWN is what this computer alone cannot find out."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one trial came to. `said` names the setting to change where something is wrong; `figures` are measured."""

    code: str
    verdict: Verdict
    said: UserError
    figures: Mapping[str, float] = field(default_factory=dict)


def ok(code: str, said: UserError, **figures: float) -> Outcome:
    """Return that all is well."""
    return Outcome(code, Verdict.OK, said, figures)


def warning(code: str, said: UserError, **figures: float) -> Outcome:
    """Return what is not as it should be, though work can go on."""
    return Outcome(code, Verdict.WARNING, said, figures)


def bad(code: str, said: UserError, **figures: float) -> Outcome:
    """Return what has to be put right before an office is kept there."""
    return Outcome(code, Verdict.BAD, said, figures)


def unknown(code: str, said: UserError, **figures: float) -> Outcome:
    """Return what could not be found out."""
    return Outcome(code, Verdict.UNKNOWN, said, figures)
