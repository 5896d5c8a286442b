"""The journal of an office's month as a report: the same for the window and for the command line."""

from datetime import date
from typing import Final

from desk_app.i18n import language
from desk_app.reports.description import Direction, Report
from desk_app.reports.journal import journal_report
from desk_app.services.journals import MonthJournal

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
_SIGNATURE: Final = ("date", "full_name", "signature")


def office_journal(journal: MonthJournal, printed_on: date) -> Report:
    """Describe `journal` with the texts, columns and signature block of its office."""
    office, scope = journal.office, journal.scope
    texts = office.journal
    labels = [texts[key] for key in _SIGNATURE] if all(key in texts for key in _SIGNATURE) else None
    return journal_report(
        journal.rows,
        office_name=office.name,
        columns=office.journal_columns,
        month=scope.month,
        specialist=scope.specialist.name or None,
        system=office.choices("system").label(scope.system) or None,
        printed_on=printed_on,
        fingerprint=journal.fingerprint,
        as_of=journal.as_of.astimezone(office.zone) if journal.as_of else None,
        title=texts.get("title") or None,
        form_name=texts.get("form") or None,
        signature_labels=labels,
        direction=Direction.RTL if language() in _RIGHT_TO_LEFT else Direction.LTR,
    )
