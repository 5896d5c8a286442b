import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from desk_app.ui.imports.dialog import ImportDialog
from desk_app.ui.imports.sheet_dialog import CHOOSE, DONE, MAPPING, PREVIEW
from tests.support import sheets
from tests.support.desk import make_office, sit_down

WAIT = 30_000


@pytest.fixture
def office(tmp_path):
    return make_office(tmp_path / "office.desk", language="ru")


@pytest.fixture
def boss(qtbot, office):
    seated = sit_down(office, "boss")
    yield seated
    seated.close()


@pytest.fixture
def dialog(qtbot, boss):
    root = QWidget()
    qtbot.addWidget(root)
    opened = ImportDialog.open(boss, root)
    yield opened
    opened.reject()


def journal(path, rows):
    return sheets.write(path, [sheets.row(number, f"{number % 28 + 1:02}.10.2026") for number in range(1, rows + 1)])


def to(qtbot, dialog, page):
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == page and not dialog.busy, timeout=WAIT)


def looked_at(qtbot, dialog, path):
    dialog.read(path)
    to(qtbot, dialog, MAPPING)
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    to(qtbot, dialog, PREVIEW)


def imported(qtbot, dialog, path):
    looked_at(qtbot, dialog, path)
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    to(qtbot, dialog, DONE)


def count(qtbot, desk):
    found = []
    desk.query(desk, lambda reader: reader.sizes()["ticket"], found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_a_journal_is_read_looked_at_and_imported(qtbot, boss, dialog, tmp_path):
    path = journal(tmp_path / "Журнал.xlsx", 30)
    dialog.read(path)
    to(qtbot, dialog, MAPPING)
    chosen = [combo.currentData() for combo in dialog.mapping.combos]
    assert chosen[:6] == ["date", "position", "type", "description", "organisation", "requester"]
    assert dialog.mapping.header.value() == 4
    dialog.forward()
    to(qtbot, dialog, PREVIEW)
    assert dialog.judged.counts.text() == "30 new requests"
    model = dialog.judged.tickets.lines
    assert model.index(0, 3).data() == "Не открывается журнал 1"
    dialog.forward()
    to(qtbot, dialog, DONE)
    assert "30" in dialog.outcome.heading.text()
    assert count(qtbot, boss) == 30


def test_the_same_sheet_twice_adds_nothing(qtbot, boss, dialog, tmp_path):
    path = journal(tmp_path / "journal.xlsx", 5)
    imported(qtbot, dialog, path)
    dialog.go(CHOOSE)
    looked_at(qtbot, dialog, path)
    assert dialog.judged.counts.text() == "0 new requests · 5 rows are there already"
    assert not dialog.next.isEnabled()
    assert count(qtbot, boss) == 5


def test_a_bad_row_is_named_and_holds_all_back_until_it_is_skipped(qtbot, boss, dialog, tmp_path):
    rows = [sheets.row(1), sheets.row(2, "32.10.2026"), sheets.row(3, "06.10.2026")]
    looked_at(qtbot, dialog, sheets.write(tmp_path / "journal.xlsx", rows))
    assert not dialog.next.isEnabled()
    assert "skipped" in dialog.state.text()
    qtbot.mouseClick(dialog.judged.bad.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Row\tWhy\n6\t“Дата”: there is no such date")
    dialog.judged.skip.click()
    assert dialog.next.isEnabled()
    dialog.forward()
    to(qtbot, dialog, DONE)
    assert dialog.outcome.lines[0].text() == "1 bad row was left out."
    assert count(qtbot, boss) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04 broken", "damaged"), (bytes.fromhex("d0cf11e0a1b11ae1"), "old Excel format"), (b"", "")],
)
def test_a_sheet_that_cannot_be_read_is_explained_in_the_dialog(qtbot, boss, dialog, tmp_path, content, said):
    path = tmp_path / "journal.xlsx"
    path.write_bytes(content)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.notice.isVisible() and not dialog.busy)
    assert said in dialog.notice.text.text()
    assert dialog.pages.currentIndex() == CHOOSE
    assert dialog.isVisible()
    assert boss.messages.errors == []


def test_formulas_that_were_never_calculated_are_named(qtbot, dialog, tmp_path):
    path = sheets.write(tmp_path / "journal.xlsx", [sheets.row(1, description='=CONCAT("a";"b")')])
    looked_at(qtbot, dialog, path)
    assert "never calculated" in dialog.judged.bad.table.lines.index(0, 1).data()


def test_a_sheet_without_a_header_is_mapped_by_hand(qtbot, boss, dialog):
    dialog.paste("05.10.2026\tНе печатает принтер\tСидорова Ольга\n06.10.2026\tНет сети\tКим\n")
    to(qtbot, dialog, MAPPING)
    assert "None of the sheets" in dialog.notice.text.text()
    assert not dialog.next.isEnabled()
    assert "description" in dialog.mapping.remark.text()
    for column, field in enumerate(("date", "description", "requester")):
        combo = dialog.mapping.combos[column]
        combo.setCurrentIndex(combo.findData(field))
        combo.activated.emit(combo.currentIndex())
    assert dialog.next.isEnabled()
    dialog.forward()
    to(qtbot, dialog, PREVIEW)
    dialog.forward()
    to(qtbot, dialog, DONE)
    assert count(qtbot, boss) == 2


def test_a_field_is_held_by_one_column(qtbot, dialog, tmp_path):
    dialog.read(journal(tmp_path / "journal.xlsx", 3))
    to(qtbot, dialog, MAPPING)
    last = dialog.mapping.combos[-1]
    last.setCurrentIndex(last.findData("description"))
    last.activated.emit(last.currentIndex())
    assert dialog.mapping.combos[3].currentData() == ""
    assert dialog.mapping.ways()[0].columns["description"] == len(dialog.mapping.combos)


def test_the_specialist_of_a_sheet_that_names_none_is_chosen(qtbot, boss, dialog, tmp_path):
    dialog.specialist.setCurrentIndex(dialog.specialist.findData("kim"))
    imported(qtbot, dialog, journal(tmp_path / "journal.xlsx", 1))
    names = []
    boss.query(boss, lambda reader: reader.card(1).assignee.name, names.append)
    qtbot.waitUntil(lambda: names == ["Kim Olga"])


def test_nothing_on_the_clipboard_is_said(qtbot, dialog):
    QGuiApplication.clipboard().setText(" \n")
    qtbot.mouseClick(dialog.choose.clipboard, Qt.MouseButton.LeftButton)
    assert "clipboard" in dialog.notice.text.text()


def test_five_thousand_rows_are_stopped_in_the_middle_and_go_on(qtbot, boss, dialog, tmp_path):
    looked_at(qtbot, dialog, journal(tmp_path / "journal.xlsx", 5000))
    moved, read = [], []
    dialog.forward()
    dialog._batch._moved.connect(lambda done, _total: moved.append(done))
    qtbot.waitUntil(lambda: any(moved), timeout=WAIT)
    boss.query(boss, lambda reader: reader.head()[0], read.append)
    qtbot.waitUntil(lambda: bool(read), timeout=5000)
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    to(qtbot, dialog, MAPPING)
    assert "Stopped" in dialog.notice.text.text()
    done = count(qtbot, boss)
    assert 0 < done < 5000
    dialog.forward()
    to(qtbot, dialog, PREVIEW)
    assert dialog.judged.counts.text().startswith(f"{5000 - done} new requests")
    dialog.forward()
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == DONE, timeout=120_000)
    assert count(qtbot, boss) == 5000


def test_who_may_not_import_is_told_so(qtbot, office, tmp_path):
    desk = sit_down(office, "kim")
    root = QWidget()
    qtbot.addWidget(root)
    dialog = ImportDialog.open(desk, root)
    dialog.read(journal(tmp_path / "journal.xlsx", 2))
    to(qtbot, dialog, MAPPING)
    dialog.forward()
    qtbot.waitUntil(dialog.notice.isVisible)
    assert "no right" in dialog.notice.text.text()
    dialog.reject()
    desk.close()


def test_every_control_has_a_name(qtbot, dialog, tmp_path):
    looked_at(qtbot, dialog, journal(tmp_path / "journal.xlsx", 2))
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in dialog.findChildren(kind):
            if widget.objectName().startswith("qt_") or isinstance(widget.parent(), QComboBox):
                continue
            named = widget.accessibleName() or getattr(widget, "text", str)() or widget.parent().accessibleName()
            assert named or not widget.isVisibleTo(dialog), widget
