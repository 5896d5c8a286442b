"""Questionnaires: what is asked of a ticket besides its own fields, by service, kind or type (J-3.6, P-1).

Answers are kept as {code of the question: plain JSON}: text, a number, an ISO day, true, or one of the choices.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.moments import parse_day
from desk_app.domain.office import Item, Office
from desk_app.domain.text import clean_line, clean_text, normalise, quoted
from desk_app.domain.tickets import Ticket

TYPES: Final = ("text", "line", "number", "day", "flag", "choice")
"""How a question may be answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `type` is one of TYPES; `hint` says more where the answer is typed."""

    code: str
    label: str
    type: str
    choices: tuple[str, ...] = ()
    required: bool = False
    on_registration: bool = True
    on_card: bool = True
    hint: str = ""


def question_of(item: Item) -> Question:
    """Return the question that an item of the office's questionnaire is."""
    data = item.data
    places = data.get("on", ("registration", "card"))
    return Question(
        code=item.code,
        label=item.label,
        type=str(data.get("type", "line")),
        choices=tuple(data.get("choices", ())),
        required=bool(data.get("required")),
        on_registration="registration" in places,
        on_card="card" in places,
        hint=str(data.get("hint", "")),
    )


def questions_for(office: Office, kind: str = "", type_: str = "", service: str = "") -> tuple[Question, ...]:
    """Return what is asked of a ticket with these codes, in the office's order."""
    about = {"kinds": kind, "types": type_, "services": service}

    def asked(item: Item) -> bool:
        return not item.retired and all(code in item.data[name] for name, code in about.items() if item.data.get(name))

    return tuple(question_of(item) for item in office.choices("question") if asked(item))


def questions_of(office: Office, ticket: Ticket) -> tuple[Question, ...]:
    """Return what is asked of `ticket`."""
    return questions_for(office, ticket.kind, ticket.type, ticket.service)


def parse_answers(office: Office, raw: object) -> dict[str, Any]:
    """Return {code: plain JSON} of the answers in `raw`, which names questions by code or label; None is an empty one.

    Raises BadInput that names the question for one that is not known, or an answer that is not of its kind.
    """
    if not isinstance(raw, Mapping):
        raise BadInput(
            "“{field}” must hold answers by question; it holds “{value}”.", field="answers", value=quoted(raw)
        )
    return {code: _parsed(question, value) for code, question, value in _named(office, raw)}


def refuse_unanswered(office: Office, ticket: Ticket) -> None:
    """Raise BadInput for the first question that must be answered at registration and is not."""
    for question in questions_of(office, ticket):
        if question.required and question.on_registration and ticket.answers.get(question.code) in (None, ""):
            raise BadInput("“{question}” is not answered. Fill it in.", field="answers", question=question.label)


def shown(question: Question, value: Any) -> Any:
    """Return an answer as people read it; a day stays a day, a flag a truth."""
    return "" if value is None else value


def _named(office: Office, raw: Mapping[Any, object]) -> Iterable[tuple[str, Question, object]]:
    known = office.choices("question")
    labels = {normalise(item.label): item.code for item in reversed(tuple(known))}
    for name, value in raw.items():
        code = str(name) if name in known else labels.get(normalise(str(name)), "")
        if not code:
            raise BadInput(
                "There is no question “{question}” here. Known are: {known}.",
                field="answers",
                question=quoted(name),
                known=", ".join(item.label for item in known) or "—",
            )
        yield code, question_of(known[code]), value


def _parsed(question: Question, value: object) -> Any:
    if value is None or value == "":
        return None
    match question.type:
        case "flag":
            return value is True or normalise(quoted(value)) in ("1", "true", "yes", "да", "on")
        case "number":
            return _number(question, value)
        case "day":
            return parse_day(value, "answers").isoformat()
        case "choice":
            return _choice(question, quoted(value))
    if isinstance(value, Mapping | list | bool):
        raise BadInput("“{question}” must be text; it is “{value}”.", field="answers", question=question.label,
                       value=quoted(value))  # fmt: skip
    text = str(value)
    return (clean_text if question.type == "text" else clean_line)(text, "answers") or None


def _number(question: Question, value: object) -> float | int:
    try:
        found = float(str(value).replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        found = float("nan")
    if isinstance(value, bool) or not abs(found) < 1e15:
        raise BadInput(
            "“{question}” must be a number; it is “{value}”.",
            field="answers",
            question=question.label,
            value=quoted(value),
        )
    return int(found) if found == int(found) else found


def _choice(question: Question, text: str) -> str:
    for choice in question.choices:
        if normalise(choice) == normalise(text):
            return choice
    raise BadInput(
        "“{question}”: there is no “{value}”. Choose one of: {choices}.",
        field="answers",
        question=question.label,
        value=text,
        choices=", ".join(question.choices),
    )
