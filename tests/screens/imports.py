"""The import of a journal as pictures: choosing, the mapping, bad rows in the preview, the result."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.ui.imports.dialog import ImportDialog
from desk_app.ui.imports.sheet_dialog import DONE, MAPPING, PREVIEW
from tests.screens.stage import close, spin, until
from tests.support import sheets

WORDS = {
    "ru": {
        "type": ("Поддержка", "Консультация", "Ошибка"),
        "description": (
            "Не открывается журнал 5 «Б» класса",
            "Как перенести ученика в другой класс посреди четверти и сохранить оценки?",
            "Не печатает принтер в кабинете 214",
        ),
        "organisation": ("МБОУ СОШ № 5", "Лицей № 2", "Детский сад № 14 «Ромашка»"),
        "requester": ("Иванова Анна Петровна", "Сидоров Пётр", "Алиева Гульнара Маратовна"),
        "status": ("Решен", "Решен", "В работе"),
    },
    "en": {
        "type": ("Support", "Consultation", "Error"),
        "description": (
            "The class journal of 5B does not open",
            "How is a pupil moved to another class in the middle of a term without losing marks?",
            "The printer of room 214 is silent",
        ),
        "organisation": ("School No. 5", "Lyceum No. 2", "Kindergarten No. 14"),
        "requester": ("Adams Anna", "Brown Peter", "Clark Helen"),
        "status": ("Solved", "Solved", "In work"),
    },
}
HEADER = {
    "ru": sheets.HEADER,
    "en": (
        "Date", "No", "Request type", "Description", "Organisation", "Full name", "Additional info", "Status",
        "Date solved", "Note",
    ),
}  # fmt: skip


_TIMES = count(1)
"""Makes the rows of each picture new ones."""


def book(desk: Desk, language: str, folder: Path) -> Path:
    """Write a journal as offices keep it, with two bad rows."""
    types = [item.label for item in desk.office.choices("type")]
    statuses = list(desk.office.choices("status"))
    solved = next(item.label for item in statuses if item.meaning == "solved")
    rows, time = [], next(_TIMES)
    for number in range(1, 41):
        said = {name: words[number % 3] for name, words in WORDS[language].items()}
        said |= {"type": types[number % len(types)], "status": solved, "note": f"{time}/{number}"}
        day = f"{number % 28 + 1:02}.10.2026" if number != 9 else "31.11.2026"
        if number == 17:
            said["status"] = "???"
        rows.append(sheets.row(number, day, **said))
    titles = sheets.TITLES if language == "ru" else (("Journal",), ("October 2026",), ())
    name = "Журнал октябрь 2026.xlsx" if language == "ru" else "Journal October 2026.xlsx"
    return sheets.write(folder / name, rows, titles=titles, header=HEADER[language], signature=())


def imports(desk: Desk, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the dialog on each of its pages."""
    root = QWidget()
    with tempfile.TemporaryDirectory() as folder:
        dialog = ImportDialog.open(desk, root)
        spin(100)
        yield "import-choose", dialog
        dialog.read(book(desk, language, Path(folder)))
        until(lambda: dialog.pages.currentIndex() == MAPPING)
        yield "import-mapping", dialog
        dialog.look()
        until(lambda: dialog.pages.currentIndex() == PREVIEW)
        yield "import-preview", dialog
        dialog.judged.skip.setChecked(True)
        dialog.write()
        until(lambda: dialog.pages.currentIndex() == DONE)
        yield "import-done", dialog
    dialog.reject()
    close(root)
