"""Journals to print in tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desk_app.domain.journal import JournalRow, Month
from desk_app.reports.description import Report
from desk_app.reports.journal import journal_report

COLUMNS = (
    ("date", "Дата"),
    ("position", "№ п/п"),
    ("type", "Тип запроса"),
    ("description", "Описание запроса"),
    ("organisation", "Наименование ОО"),
    ("requester", "ФИО"),
    ("additional_info", "Дополнительная информация"),
    ("status", "Статус решения запроса"),
    ("solved_on", "Дата решения запроса"),
    ("note", "Примечание"),
)
LABELS = tuple(label for _, label in COLUMNS)

ROW = JournalRow(
    day=date(2026, 10, 5),
    type="Ошибка",
    description="Не открывается журнал",
    organisation="МАОУ СОШ №7",
    requester="Иванова Анна",
    additional_info="кабинет 12",
    status="Решен",
    solved_on=date(2026, 10, 6),
    note="повторно",
)


def row(**changes: Any) -> JournalRow:
    """The sample row, with changes."""
    return replace(ROW, **changes)


def journal(rows: Sequence[JournalRow], **changes: Any) -> Report:
    """The journal of October 2026 with these rows."""
    given = {
        "office_name": "Ситуационный центр",
        "columns": COLUMNS,
        "month": Month(2026, 10),
        "specialist": "Кузнецова Мария Александровна",
        "system": None,
        "printed_on": date(2026, 11, 10),
        "title": "Журнал специалиста",
        "form_name": "Форма №1",
        "signature_labels": ("Дата", "ФИО специалиста полностью", "Подпись"),
    }
    return journal_report(rows, **(given | changes))
