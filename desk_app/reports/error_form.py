"""The error form in the layout of Appendix 1: the same rows, in the same order and words (E-6.1c)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from desk_app.i18n import format_date, tr
from desk_app.reports.around import direction, footer
from desk_app.reports.form import Band, Form, FormBox, labelled, whole
from desk_app.services.error_form import ErrorForm

SETTING: Final = "error_form"
"""Under this setting an office keeps its own title and form name."""
_DESCRIPTION_RULES: Final = 8
_CAUSE_RULES: Final = 3
_SOLUTION_RULES: Final = 5


def error_form_report(form: ErrorForm, printed_on: date, as_of: datetime | None = None) -> Form:
    """Describe the form as it prints; `as_of` as for a journal. What is not known is left to be filled in by hand."""
    own = form.office.settings.get(SETTING)
    texts: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    number = tr("Request No. {number}", number=form.number) if form.number else ""
    return Form(
        title=str(texts.get("title") or tr("Request to correct an error")),
        form_name=str(texts.get("form") or tr("Appendix 1")),
        heading=form.office.name,
        bands=(*_who(form), *_what(form)),
        footer=footer(printed_on, number, as_of=as_of),
        direction=direction(),
        printed_on=printed_on,
    )


def _who(form: ErrorForm) -> tuple[Band, ...]:
    return (
        labelled((tr("Name of the body that asks"), form.body, 46, 140)),
        labelled(
            (tr("Responsible for the request:"), form.responsible, 46, 47),
            (tr("Responsible for correcting the error"), form.fixer, 46, 47),
        ),
        labelled(
            (tr("No. of the request"), form.number, 22, 39),
            (tr("Date of the request"), _day(form.registered_on), 22, 32),
            (tr("Date the error was found:"), _day(form.found_on), 39, 32),
        ),
        labelled(
            (tr("User's login:"), form.login, 46, 47),
            (tr("Password:"), tr("handed over in person"), 46, 47),
        ),
    )


def _what(form: ErrorForm) -> tuple[Band, ...]:
    described = tr("Description of the error (say shortly and clearly, then say how this error comes about):")
    return (
        *_text(described, form.description, _DESCRIPTION_RULES),
        labelled(
            (tr("Priority of correcting the error:"), form.priority, 36, 26),
            (tr("Category of complexity:"), form.complexity, 30, 28),
            (tr("The error is to be corrected by:"), _day(form.fix_by), 36, 30),
        ),
        *_text(tr("Causes of the error:"), form.cause, _CAUSE_RULES),
        *_text(tr("How the error is to be solved:"), form.solution, _SOLUTION_RULES),
    )


def _text(label: str, text: str, rules: int) -> tuple[Band, Band]:
    return Band((FormBox(label, 1, label=True),), keep=True), whole(text, rules)


def _day(day: date | None) -> str:
    return format_date(day) if day else ""
