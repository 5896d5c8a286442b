"""Journals as offices keep them in Excel: title rows, dates as text, merged cells, a signature at the end."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADER = (
    "Дата",
    "№ п/п",
    "Тип запроса",
    "Описание запроса",
    "Наименование ОО",
    "ФИО",
    "Дополнительная информация",
    "Статус решения запроса",
    "Дата решения запроса",
    "Примечание",
)
TITLES = (("Журнал специалиста",), ("Октябрь 2026",), ())
SIGNATURE = (
    (),
    ("Дата", None, None, "31.10.2026"),
    ("ФИО специалиста полностью", None, None, "Петров Пётр Петрович"),
    ("Подпись", None, None, "____________"),
)


def row(number: int = 1, day: Any = "05.10.2026", **cells: Any) -> list[Any]:
    """Return a row of Form 1; `cells` are its values by English name."""
    given: dict[str, Any] = {
        "type": "Поддержка",
        "description": f"Не открывается журнал {number}",
        "organisation": "МБОУ СОШ №5",
        "requester": "Иванова Анна Петровна",
        "info": "",
        "status": "Решен",
        "solved": day,
        "note": "",
        **cells,
    }
    return [day, number, *(value if value != "" else None for value in given.values())]


def write(
    path: Path,
    rows: Iterable[Iterable[Any]],
    *,
    titles: Iterable[Iterable[Any]] = TITLES,
    header: Iterable[Any] = HEADER,
    signature: Iterable[Iterable[Any]] = SIGNATURE,
    merges: Iterable[str] = (),
    others: Mapping[str, Iterable[Iterable[Any]]] | None = None,
) -> Path:
    """Write a journal to `path`. With the usual titles its header stands in row 4, its first row in row 5."""
    book = Workbook()
    sheet = book.active
    for line in (*titles, header, *rows, *signature):
        sheet.append(list(line))
    for merge in merges:
        sheet.merge_cells(merge)
    for name, lines in (others or {}).items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(list(line))
    book.save(path)
    return path
