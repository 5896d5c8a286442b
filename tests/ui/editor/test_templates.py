"""Frequent calls are registered from templates, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desk_app.services import call_templates
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.template_picker import TemplatePicker
from desk_app.ui.editor.templates_dialog import TemplatesDialog
from desk_app.ui.editor.verb_form import VerbForm
from desk_app.ui.main_window import MainWindow
from tests.support.desk import sit_down, write
from tests.support.keys import CTRL, NONE, target, type_text

TONER = {"description": "The toner is empty", "solution": "Cartridge replaced", "channel": "email"}
ACCESS = {"description": "Needs access to: ", "additional_info": "Signed form attached"}


@pytest.fixture
def kept(office_path):
    """Keep two templates: one that answers at once, shared, and one of ivanov's own."""
    write(office_path, "boss", lambda db: call_templates.save_template(db, "1 Toner", TONER, shared=True))
    write(office_path, "ivanov", lambda db: call_templates.save_template(db, "2 Access", ACCESS))


@pytest.fixture
def window(qtbot, kept, registration):
    qtbot.waitUntil(lambda: registration.templates.found is not None)
    return registration


class Hands:
    """Presses keys where the focus is, and counts them; letters are text and do not count."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window, self.actions = qtbot, window, 0

    def press(self, key, modifier=NONE):
        self.actions += 1
        QTest.keyClick(target(self.window), key, modifier)

    def pick(self, key):
        """Open the templates and press `key` there."""
        self.press(Qt.Key.Key_T, CTRL)
        self.qtbot.waitUntil(lambda: bool(open_pickers(self.window)))
        (picker,) = open_pickers(self.window)
        self.actions += 1
        QTest.keyClick(picker.search, key)
        self.qtbot.waitUntil(lambda: not open_pickers(self.window))


def open_pickers(window):
    return [picker for picker in window.findChildren(TemplatePicker) if isValid(picker) and picker.isVisible()]


def code_in_focus(window):
    focus = window.focusWidget()
    rows = window.form.rows.items()
    return next((code for code, row in rows if row.input is focus or row.input.isAncestorOf(focus)), "")


def test_a_frequent_call_takes_at_most_eight_keys(qtbot, desk, kept, caller, office_path, card):
    main = MainWindow(desk, office_path)
    qtbot.addWidget(main)
    main.show()
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    hands = Hands(qtbot, main)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: main.findChild(RegistrationWindow) is not None)
    window = main.findChild(RegistrationWindow)
    qtbot.waitUntil(lambda: window.templates.found is not None)
    registered = []
    window.registered.connect(registered.append)
    hands.window = window
    hands.pick(Qt.Key.Key_1)
    type_text(window, "petr")
    qtbot.waitUntil(window.form.rows["name"].input.popup.isVisible)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(registered))
    assert hands.actions <= 8, hands.actions
    found = card(registered[0])
    assert (found.ticket.description, found.ticket.solution) == (TONER["description"], TONER["solution"])
    assert found.ticket.closed_at
    assert found.ticket.requester.name == caller["name"]
    assert found.history[0].data["template"] == "1 Toner"
    window.close()


def test_what_was_typed_stays(window, qtbot):
    type_text(window, "Petrova")
    window.form.rows["description"].input.set_value("Mine")
    Hands(qtbot, window).pick(Qt.Key.Key_1)
    values = window.form.values()
    assert (values["name"], values["description"], values["solution"]) == ("Petrova", "Mine", TONER["solution"])
    assert window.ui.answered.isChecked()
    assert "1 Toner" in window.ui.template.text()


def test_another_template_takes_back_what_the_first_one_filled(window, qtbot):
    hands = Hands(qtbot, window)
    before = window.form.values()
    hands.pick(Qt.Key.Key_1)
    hands.pick(Qt.Key.Key_2)
    values = window.form.values()
    assert (values["description"], values["additional_info"]) == (
        ACCESS["description"].strip(),
        ACCESS["additional_info"],
    )
    assert values["channel"] == before["channel"]
    assert values["solution"] == ""
    assert not window.ui.answered.isChecked()
    assert code_in_focus(window) == "name"


def test_a_template_is_found_by_its_letters(window, qtbot):
    QTest.keyClick(target(window), Qt.Key.Key_T, CTRL)
    picker = window.findChild(TemplatePicker)
    QTest.keyClicks(picker.search, "acc")
    assert next(command.text for command in picker.shown) == "2 Access"
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert window.form.template == "2 Access"


def test_a_digit_among_letters_is_a_letter(window, qtbot):
    QTest.keyClick(target(window), Qt.Key.Key_T, CTRL)
    picker = window.findChild(TemplatePicker)
    QTest.keyClick(picker.search, Qt.Key.Key_9)  # there is no ninth
    assert picker.isVisible()
    assert picker.search.text() == "9"
    picker.reject()


def test_a_picked_template_alone_is_nothing_to_lose(window, qtbot, desk):
    Hands(qtbot, window).pick(Qt.Key.Key_1)
    assert not window.form.dirty
    QTest.keyClick(target(window), Qt.Key.Key_Escape)
    assert desk.messages.questions == []


def test_a_draft_knows_its_template(window, qtbot, desk, root):
    Hands(qtbot, window).pick(Qt.Key.Key_1)
    type_text(window, "Petrova")
    key = window.keeping.key
    window.leave()
    again = RegistrationWindow.open(desk, root, desk.drafts.unwritten.get(key) or desk.drafts.load(key))
    assert again.form.template == "1 Toner"
    assert "1 Toner" in again.ui.template.text()
    assert again.form.values()["name"] == "Petrova"
    assert again.form.raw(again.clock.opened)["template"] == "1 Toner"
    again._drop()
    assert again.form.template == ""
    assert again.form.values()["description"] == ""
    again.close()


def test_the_next_call_begins_without_a_template(window, qtbot, card):
    Hands(qtbot, window).pick(Qt.Key.Key_1)
    type_text(window, "Petrova")
    window.save(another=True)
    qtbot.waitUntil(lambda: len(window.numbers) == 1)
    assert window.form.template == ""
    assert "1 Toner" not in window.ui.template.text()
    window.form.fill({"name": "Other", "description": "Something else"})
    window.save(another=True)
    qtbot.waitUntil(lambda: len(window.numbers) == 2)
    assert "template" not in card(window.numbers[1]).history[0].data


def test_what_stands_in_the_form_becomes_a_template(window, qtbot, desk):
    window.form.fill({"name": "Petrova", "description": "The lamp is dark"})
    window.templates.keep()
    form = window.findChild(VerbForm)
    assert "shared" not in form.rows.rows  # a technician shares nothing
    assert not form.ok.isEnabled()
    form.rows.fill({"name": "3 Lamp"})
    form.rows.edited.emit()
    form.save()
    qtbot.waitUntil(lambda: [t.name for t in window.templates.found] == ["1 Toner", "2 Access", "3 Lamp"])
    fields = window.templates.found[2].fields
    assert fields["description"] == "The lamp is dark"
    assert fields["channel"] == window.form.values()["channel"]
    assert not {"name", "solution", "received_at"} & set(fields)


def test_a_name_that_will_not_do_is_told_beside_it(window, qtbot):
    window.form.fill({"description": "The lamp is dark"})
    window.templates.keep()
    form = window.findChild(VerbForm)
    form.rows.fill({"name": "x" * 81})
    form.save()
    qtbot.waitUntil(lambda: bool(form.rows.rows["name"].said))
    assert "at most 80 fit" in form.rows.rows["name"].said
    form.reject()


def managed(qtbot, window):
    window.templates.manage()
    dialog = window.findChild(TemplatesDialog)
    qtbot.waitUntil(lambda: len(dialog.found) == 2)
    return dialog


def names(dialog):
    return [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]


def test_a_template_is_deleted_and_put_back(window, qtbot):
    dialog = managed(qtbot, window)
    dialog.table.selectRow(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(dialog) == ["1 Toner"])
    dialog.notice.offers[0].click()
    qtbot.waitUntil(lambda: names(dialog) == ["1 Toner", "2 Access"])
    assert dict(dialog.found[1].fields) == {**ACCESS, "description": ACCESS["description"].strip()}
    dialog.accept()


def test_a_technician_leaves_what_everybody_sees(window, qtbot):
    dialog = managed(qtbot, window)
    dialog.table.selectRow(0)
    assert not dialog.rename_button.isEnabled()
    assert "supervisor" in dialog.delete_button.toolTip()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    dialog.table.selectRow(1)
    assert dialog.rename_button.isEnabled()
    dialog.accept()
    assert len(window.templates.found) == 2


def test_a_supervisor_renames_and_unshares(qtbot, kept, office_path, root):
    desk = sit_down(office_path, "boss")
    dialog = TemplatesDialog.open(desk, root)
    qtbot.waitUntil(lambda: names(dialog) == ["1 Toner"])
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    form = dialog.findChild(VerbForm)
    assert form.rows.values() == {"name": "1 Toner", "shared": "true"}
    form.rows.fill({"name": "Toner", "shared": ""})
    form.save()
    qtbot.waitUntil(lambda: names(dialog) == ["Toner"])
    assert dialog.found[0].owner == desk.me.id
    dialog.accept()
    QApplication.processEvents()
    desk.close()
