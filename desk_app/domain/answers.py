"""Answers to a questionnaire as a form holds them: text by “answers.CODE”, beside the other fields (J-3.6)."""

from collections.abc import Mapping
from typing import Any, Final

from desk_app.domain.office import Office
from desk_app.domain.questions import Question, question_of

ANSWERS: Final = "answers"
PREFIX: Final = f"{ANSWERS}."
"""What the code of an answer begins with in a form."""


def code_of(question: Question) -> str:
    """Return the code of the field of a form that asks `question`."""
    return PREFIX + question.code


def is_answer(code: str) -> bool:
    """Tell whether the field `code` of a form is an answer."""
    return code.startswith(PREFIX)


def as_fields(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers of a ticket as the fields of a form hold them."""
    return {PREFIX + code: _typed(value) for code, value in answers.items()}


def gathered(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return `fields` of a form as the services take them: the answers together, an empty one taken back."""
    others = {code: value for code, value in fields.items() if not is_answer(code)}
    answers = {code.removeprefix(PREFIX): value or None for code, value in fields.items() if is_answer(code)}
    return {**others, ANSWERS: answers} if answers else others


def question_at(office: Office, code: str) -> Question | None:
    """Return the question that the field `code` of a form asks, or None where the office asks it no more."""
    known = office.choices("question")
    bare = code.removeprefix(PREFIX)
    return question_of(known[bare]) if is_answer(code) and bare in known else None


def fits(office: Office, code: str, value: str) -> bool:
    """Tell whether `value` can still be an answer in the field `code`."""
    question = question_at(office, code)
    return question is not None and (question.type != "choice" or value in question.choices)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
