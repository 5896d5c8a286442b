"""The directory as pictures: people, organisations, merging, a list from Excel, erasing."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.services import directory
from desk_app.services.ports import Changes
from desk_app.ui.directory.erase import EraseDialog
from desk_app.ui.directory.merge import MergeDialog
from desk_app.ui.directory.people_sheet import PeopleSheetDialog
from desk_app.ui.directory.requests import RequestsDialog
from desk_app.ui.directory.window import DirectoryWindow
from desk_app.ui.imports.sheet_dialog import MAPPING, PREVIEW
from tests.screens.stage import SIZES, close, spin, until

PEOPLE = {
    "ru": (("Алиева Гульнара Маратовна", "Лицей № 2"), ("Алиева Г. М.", "Лицей № 2"), ("Алиева Г.", "Лицей № 2")),
    "en": (("Clark Helen Mary", "Lyceum No. 2"), ("Clark H. M.", "Lyceum No. 2"), ("Clark H.", "Lyceum No. 2")),
}
ROWS = {
    "ru": "ФИО\tОрганизация\tТелефон\tКабинет\tE-mail\tДолжность\n"
    "Алиева Гульнара Маратовна\tЛицей № 2\t2-44-95\t301\taliyeva@example.org\tзавуч\n"
    "Новикова Ольга\tЛицей № 2\t2-44-91\t12\t\tсекретарь\n\tЛицей № 2\t2-44-92\t\t\t\n",
    "en": "Full name\tOrganisation\tPhone\tRoom\tE-mail\tPosition\n"
    "Clark Helen Mary\tLyceum No. 2\t2-44-95\t301\tclark@example.org\tdeputy head\n"
    "Novak Olga\tLyceum No. 2\t2-44-91\t12\t\tsecretary\n\tLyceum No. 2\t2-44-92\t\t\t\n",
}


def directory_screens(desk: Desk, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the window in every size, then its dialogs."""
    _prepare(desk, language)
    root = QWidget()
    window = DirectoryWindow.open(desk, root)
    for size in SIZES:
        window.resize(*size)
        until(lambda: window.people.form.entry is not None)
        yield f"directory-{size[0]}", window
    window.resize(*SIZES[0])
    window.tabs.setCurrentWidget(window.organisations)
    until(lambda: window.organisations.form.entry is not None)
    yield "directory-organisations", window
    window.tabs.setCurrentWidget(window.people)
    merge = MergeDialog.open(desk, window.people.kind, None, window)
    until(lambda: merge.list.count() > 0)
    yield "merge", merge
    merge.reject()
    sheet = PeopleSheetDialog.open(desk, window)
    sheet.paste(ROWS[language])
    until(lambda: sheet.pages.currentIndex() == MAPPING)
    yield "people-mapping", sheet
    sheet.look()
    until(lambda: sheet.pages.currentIndex() == PREVIEW)
    yield "people-preview", sheet
    sheet.reject()
    row = max(
        range(window.people.model.rowCount()), key=lambda row: getattr(window.people.model.entry(row), "tickets", 0)
    )
    window.people._select(row)
    spin(200)
    entry = window.people.form.entry
    requests = RequestsDialog.open(desk, entry, window)
    until(lambda: requests.table.lines.rows)
    yield "requests-of-a-person", requests
    requests.reject()
    erase = EraseDialog.open(desk, entry, window)
    until(lambda: erase.plan is not None, 20)
    erase.name.setText(entry.name)
    erase._gate()
    spin(100)
    yield "erase", erase
    erase.reject()
    window.close()
    close(root)


def _prepare(desk: Desk, language: str) -> None:
    """Let there be doubles, once."""
    found: list[int] = []
    name, organisation = PEOPLE[language][0]
    desk.query(desk, lambda reader: reader.directory.count_people(f"{name} {organisation}"), found.append)
    until(lambda: found)
    if found[0]:
        return

    def add(db) -> Changes:
        for number, (name, organisation) in enumerate(PEOPLE[language]):
            room = str(300 + number)
            directory.add_person(db, {"name": name, "organisation": organisation, "room": room, "phone": "2-44-90"})
        return Changes(directory=True)

    desk.command(desk, add, lambda _changes: found.append(1))
    until(lambda: len(found) > 1)
