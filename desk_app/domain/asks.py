"""What each verb asks of the person who takes it, and how their answers are understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desk_app.domain.deadlines import end_of_day
from desk_app.domain.errors import N_, BadInput
from desk_app.domain.intake import refuse_unknown, require, text_of
from desk_app.domain.moments import parse_day, parse_moment
from desk_app.domain.office import Office
from desk_app.domain.text import clean_line, clean_text, quoted

SCORES: Final = range(1, 6)
"""How work may be rated (E-6.3c)."""
LONGEST: Final = 24 * 60
"""How long an appointment may take, in minutes."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a step asks for.

    `kind` is text, line, moment, day, due, flag, receiver (a person, line, unit or contractor), addressee (one of
    those, or words), ticket, score (1-5), number (minutes), file (the name of an attached one) or chain (a step of the
    approval chain). With `right`, only who has that right is asked.
    """

    key: str
    kind: str
    label: str
    required: bool = False
    right: str = ""


_COMMENT = Ask("comment", "text", N_("Comment"))
_REASON = Ask("reason", "text", N_("Reason"), required=True)
_TO = Ask("to", "receiver", N_("To whom"), required=True)

ASKS: Final[Mapping[str, tuple[Ask, ...]]] = {
    "register": (Ask("registered_at", "moment", N_("Registered"), right="backdate"),),
    "assign": (_TO, _COMMENT),
    "escalate": (_TO, Ask("reason", "text", N_("Reason"))),
    "hand-over": (Ask("to", "addressee", N_("To whom"), required=True), _COMMENT),
    "return": (
        Ask("complexity", "line", N_("Complexity"), required=True),
        Ask("fix_by", "day", N_("Fix by"), required=True),
        _COMMENT,
    ),
    "wait": (_REASON, Ask("remind_at", "moment", N_("Remind me"))),
    "resume": (_COMMENT,),
    "extend": (Ask("due", "due", N_("Until when"), required=True), _REASON),
    "approve": (
        Ask("step", "chain", N_("Who agreed")),
        Ask("letter_no", "line", N_("Letter No.")),
        Ask("letter_date", "day", N_("Letter date")),
        Ask("scan", "file", N_("Scan of the letter")),
        _COMMENT,
    ),
    "override": (_REASON,),
    "decline": (_REASON,),
    "solve": (
        Ask("solution", "text", N_("Solution"), required=True),
        Ask("cause", "text", N_("Cause")),
        Ask("fixed_at", "moment", N_("Fixed")),
    ),
    "verify": (_COMMENT,),
    "rework": (_REASON,),
    "rate": (
        Ask("score", "score", N_("Rating"), required=True),
        _COMMENT,
        Ask("by", "line", N_("Who rates")),
    ),
    "close": (
        Ask("confirmed_by", "line", N_("Confirmed by")),
        Ask("how", "line", N_("How it was confirmed")),
        _COMMENT,
    ),
    "reopen": (_REASON,),
    "comment": (
        Ask("text", "text", N_("Comment"), required=True),
        Ask("public", "flag", N_("The requester may see it")),
    ),
    "appoint": (
        Ask("when", "moment", N_("When"), required=True),
        Ask("how", "line", N_("How")),
        Ask("place", "line", N_("Place or phone")),
        Ask("minutes", "number", N_("How long, minutes")),
    ),
    "call-off": (_REASON,),
    "remind": (Ask("when", "moment", N_("When")), _COMMENT),
    "convert": (),
    "link": (
        Ask("to", "ticket", N_("To which ticket"), required=True),
        Ask("relation", "line", N_("How they belong together")),
    ),
}
"""What each verb asks for; the keys are those of the command line."""


def parse_answer(
    office: Office, verb: str, raw: Mapping[str, object], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return what `raw` says to the questions of `verb`; moments and days as ISO text, as the history keeps them.

    Raises BadInput for an unknown key, a missing answer, or one that is not of its kind.
    """
    asks = ASKS[verb]
    refuse_unknown(raw, tuple(ask.key for ask in asks))
    answer = {ask.key: _parsed(office, ask, raw[ask.key]) for ask in asks if raw.get(ask.key) not in (None, "")}
    require(answer, (*(ask.key for ask in asks if ask.required), *required))
    return answer


def _parsed(office: Office, ask: Ask, value: object) -> object:
    match ask.kind:
        case "text":
            return clean_text(text_of(value, ask.key), ask.key)
        case "moment":
            return parse_moment(value, office.zone, ask.key).isoformat()
        case "day":
            return parse_day(value, ask.key).isoformat()
        case "due":
            return _end_of(office, value, ask.key).isoformat()
        case "score":
            return _whole(value, ask, SCORES)
        case "number":
            return _whole(value, ask, range(1, LONGEST + 1))
        case "flag":
            return value is True or quoted(value).casefold() in ("1", "true", "yes", "да")
    return clean_line(text_of(value, ask.key), ask.key)


def _end_of(office: Office, value: object, key: str) -> datetime:
    """Return the moment that `value` names; of a day alone, the end of its work."""
    try:
        day = parse_day(value, key)
    except BadInput:
        return parse_moment(value, office.zone, key)
    return end_of_day(office.calendar, office.calendar.moment(day, 0), 0)


def _whole(value: object, ask: Ask, among: range) -> int:
    text = quoted(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or int(text) not in among:
        raise BadInput(
            "“{field}” is a whole number from {least} to {most}; it is “{value}”.",
            field=ask.key,
            least=among[0],
            most=among[-1],
            value=text,
        )
    return int(text)
