"""Office settings by keyboard: what is changed is a draft, is checked, read through and saved in one piece."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk_app.domain.office_change import items_of, seed_of, with_items
from desk_app.domain.office_edit import relabelled
from desk_app.profiles.write import TomlProfiles
from desk_app.services import administration
from desk_app.ui.admin.difference import DifferenceDialog
from desk_app.ui.admin.files import FileList
from desk_app.ui.admin.window import AdministrationWindow
from desk_app.ui.calendar.window import CalendarWindow
from desk_app.ui.editor.offer import DraftsDialog, offer_drafts
from desk_app.ui.main_window import MainWindow
from desk_app.ui.people.accounts import AccountsDialog
from tests.support.desk import follow, make_office, sit_down, write
from tests.support.keys import CTRL, type_text

ALT = Qt.KeyboardModifier.AltModifier
PROFILES = TomlProfiles()


@pytest.fixture
def path(tmp_path):
    return make_office(tmp_path / "office.desk", 2, profile="municipal")


@pytest.fixture
def boss(qtbot, path):
    seated = sit_down(path, "boss")
    yield seated
    seated.close()


@pytest.fixture
def root(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    return holder


@pytest.fixture
def window(qtbot, boss, root):
    return opened(qtbot, boss, root)


def opened(qtbot, desk, root):
    made = AdministrationWindow.open(desk, PROFILES, root)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def labels(window, section):
    return [item.label for item in items_of(window.draft.seed, section)]


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget.window().focusWidget() or widget, key, modifiers)


def retype(window, key, text):
    given = window.page.form.input_of(key)
    given.setFocus()
    given.selectAll()
    type_text(window, text)


def save(qtbot, window):
    window.saving.ask_save()
    qtbot.waitUntil(lambda: window.findChild(DifferenceDialog) is not None)
    dialog = window.findChild(DifferenceDialog)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.draft.dirty and not window.saving.waiting)


def in_office(desk, section):
    return [(item.label, item.retired) for item in desk.office.choices(section)]


def colleague(path, edit):
    """Let somebody at another computer change the office."""

    def work(db):
        basis = seed_of(db.office)
        return administration.change_office(db, basis, edit(basis), PROFILES)

    write(path, "boss", work)


def test_a_channel_is_added_named_and_saved_by_keyboard(qtbot, boss, window):
    window.go_to(("channel", "", ""))
    window.page.list.table.setFocus()
    press(window, Qt.Key.Key_Insert)
    type_text(window, "Чат-бот")
    assert labels(window, "channel") == ["Phone", "Чат-бот", "E-mail", "In person"]
    assert window.page.code == "chat-bot"
    assert "not saved" in window.windowTitle()
    save(qtbot, window)
    assert in_office(boss, "channel")[1] == ("Чат-бот", False)
    assert "not saved" not in window.windowTitle()


def test_typing_is_taken_back_at_once_and_done_again(window):
    window.go_to(("status", "done", ""))
    retype(window, "label", "Made")
    assert "Made" in labels(window, "status")
    window.undo.click()
    assert labels(window, "status")[3] == "Done"
    assert window.page.form.input_of("label").value() == "Done"
    assert not window.draft.dirty
    window.redo.click()
    assert labels(window, "status")[3] == "Made"


def test_items_move_are_copied_and_removed_by_keys(window):
    window.go_to(("priority", "", ""))
    table = window.page.list.table
    table.setFocus()
    press(window, Qt.Key.Key_Down, ALT)
    assert labels(window, "priority") == ["Normal", "Urgent", "Can wait"]
    press(window, Qt.Key.Key_D, CTRL)
    assert labels(window, "priority") == ["Normal", "Urgent", "Urgent (copy)", "Can wait"]
    table.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert labels(window, "priority") == ["Normal", "Urgent", "Can wait"]


def test_only_one_is_taken_when_nothing_is_chosen(window):
    window.go_to(("priority", "urgent", ""))
    window.page.form.input_of("default").click()
    marked = [item.code for item in items_of(window.draft.seed, "priority") if item.data.get("default")]
    assert marked == ["urgent"]


def test_what_tickets_have_is_kept_and_said_so(qtbot, boss, window):
    window.go_to(("type", "fault", ""))
    window.page.list.table.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert "Fault" not in labels(window, "type")
    save(qtbot, window)
    assert in_office(boss, "type")[0] == ("Fault", True)
    assert "not offered" in [window.page.list.table.lines.index(0, column).data() for column in range(3)]


def test_the_time_of_a_deadline_is_listed_with_its_unit(window):
    window.go_to(("deadline", "resolve", "amount"))
    lines = window.page.list.table.lines
    said = {lines.index(row, 2).data() for row in range(lines.rowCount())}
    assert "5 working days" in said
    assert not {text for text in said if text.isdigit()}


def test_the_difference_is_read_before_it_is_saved(qtbot, boss, window):
    window.go_to(("deadline", "resolve", "amount"))
    retype(window, "amount", "3")
    window.saving.ask_save()
    qtbot.waitUntil(lambda: window.findChild(DifferenceDialog) is not None)
    dialog = window.findChild(DifferenceDialog)
    said = " ".join(label.text() for label in dialog.findChildren(type(window.page.list.more.parent())) or [])
    texts = said + " ".join(child.accessibleName() for child in dialog.findChildren(QWidget))
    assert "How many: 5 → 3" in texts
    dialog.reject()
    assert window.draft.dirty
    assert boss.office.choices("deadline")["resolve"].data["amount"] == 5


def test_open_tickets_are_counted_anew(qtbot, boss, window):
    window.go_to(("deadline", "resolve", "amount"))
    retype(window, "amount", "9")
    save(qtbot, window)
    qtbot.waitUntil(lambda: "due at another time" in window.notice.text.text())


def test_what_is_wrong_is_listed_and_leads_to_its_place(window):
    window.go_to(("status", "", ""))
    window.page.add()
    retype(window, "label", "Frozen")
    window.go_to(("", "", "name"))
    assert not window.saving.look()
    assert "Frozen" in window.problems.list.item(0).text()
    window.problems.list.setFocus()
    press(window, Qt.Key.Key_Return)
    assert window.section == "status"
    assert window.page.code == "frozen"


def test_what_is_wrong_is_told_in_the_words_of_the_office(window):
    window.go_to(("status", "contractor", ""))
    window.page.list.table.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert not window.saving.look()
    said = [window.problems.list.item(row).text() for row in range(window.problems.list.count())]
    [hand_over] = [text for text in said if "Hand over to the contractor" in text]
    assert "Steps “Hand over to the contractor”, To" in hand_over
    assert "Waiting for the user" in hand_over
    assert "in-work" not in hand_over


def test_what_is_wrong_is_not_saved(qtbot, boss, window):
    window.go_to(("role", "administrator", "rights"))
    window.page.form.input_of("rights").item(0).setCheckState(Qt.CheckState.Unchecked)
    window.saving.ask_save()
    qtbot.waitUntil(window.problems.isVisible)
    assert window.findChild(DifferenceDialog) is None
    assert boss.office.may(boss.me, "office")


def test_a_step_is_led_from_another_status_in_the_table(window):
    window.go_to(("step", "", ""))
    matrix = window.page.matrix
    matrix.choose("wait", "contractor")
    matrix.setFocus()
    press(window, Qt.Key.Key_Space)
    step = next(item for item in items_of(window.draft.seed, "step") if item.code == "wait")
    assert step.data["from"] == ["in-work", "contractor"]
    assert window.page.code == "wait"
    assert matrix.currentIndex().data() == "→ Waiting for the user"
    press(window, Qt.Key.Key_Space)
    matrix.choose("wait", "in-work")
    press(window, Qt.Key.Key_Space)
    assert "Remove the step instead" in window.notice.text.text()


def test_a_right_is_given_in_the_table(qtbot, boss, window):
    window.go_to(("role", "", ""))
    window.page.matrix.choose("extend", "technician")
    window.page.matrix.setFocus()
    press(window, Qt.Key.Key_Space)
    save(qtbot, window)
    kim = next(person for person in boss.people.values() if person.login == "kim")
    assert boss.office.may(kim, "extend")


def test_fields_are_chosen_from_what_the_program_knows(window):
    window.go_to(("column", "", ""))
    from desk_app.ui.admin.words import free_codes

    menu = window.page.choices(free_codes(window.draft.seed, "column"))
    words = [action.text() for action in menu.actions()]
    assert "Channel" in words
    menu.actions()[words.index("Channel")].trigger()
    assert labels(window, "column")[1] == "Channel"
    assert not window.page.list.buttons["duplicate"].isEnabled()


def test_a_field_is_asked_in_both_places_unless_it_says_otherwise(window):
    window.go_to(("field", "room", ""))
    places = window.page.form.input_of("on")
    assert places.values() == ["registration", "card"]
    places.item(0).setCheckState(Qt.CheckState.Unchecked)
    room = next(item for item in items_of(window.draft.seed, "field") if item.code == "room")
    assert room.data["on"] == ["card"]


def test_the_week_and_the_number_of_the_office(qtbot, boss, window):
    window.office.focus("week")
    window.office.inputs["week.sat"].setFocus()
    type_text(window, "09:00 – 13:00")
    given = window.office.inputs["number_template"]
    given.setFocus()
    given.selectAll()
    type_text(window, "{year}")
    assert "not understood" in window.office.example.text()
    given.selectAll()
    type_text(window, "A-{seq:04}")
    assert "A-0123" in window.office.example.text()
    window.office.inputs["journal_day"].setFocus()
    type_text(window, "10")
    save(qtbot, window)
    assert boss.office.week["sat"] == ("09:00-13:00",)
    assert boss.office.number_template == "A-{seq:04}"
    assert boss.office.settings["journal_day"] == 10


def test_unsaved_changes_are_there_again(qtbot, boss, root, window):
    window.go_to(("status", "done", ""))
    retype(window, "label", "Made")
    window.close()
    again = opened(qtbot, boss, root)
    assert "Made" in labels(again, "status")
    assert "here again" in again.notice.text.text()
    again.discard.click()
    assert not again.draft.dirty
    again.close()
    assert not opened(qtbot, boss, root).draft.dirty


@pytest.mark.parametrize("focus", ["sections", "label"])
def test_escape_closes_as_the_window_itself_does(qtbot, boss, root, window, focus):
    window.go_to(("status", "done", ""))
    if focus == "label":
        retype(window, "label", "Made")
    else:
        window.sections.setFocus()
    with qtbot.waitSignal(window.destroyed):
        press(window, Qt.Key.Key_Escape)
    again = opened(qtbot, boss, root)
    assert ("Made" in labels(again, "status")) == (focus == "label")
    again.close()


def test_what_was_left_there_is_offered_by_its_own_window_alone(qtbot, boss, root, window):
    window.go_to(("status", "done", ""))
    retype(window, "label", "Made")
    window.close()
    assert [draft.key.kind for draft in boss.drafts.left(boss.epoch, boss.me.id)] == ["office"]
    offer_drafts(boss, boss.drafts, root)
    done = []
    boss.query(boss, lambda reader: reader.staff(), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert root.findChild(DraftsDialog) is None
    boss.drafts.forget(boss.drafts.left(boss.epoch, boss.me.id)[0].key)


def test_it_opens_from_the_menu_for_who_may(qtbot, boss, path):
    main = MainWindow(boss, path)
    qtbot.addWidget(main)
    main.program.profiles = TomlProfiles
    main.show()
    assert main.actions_by_id["office"] in main.top.menu.actions()
    main.actions_by_id["office"].trigger()
    main.findChild(AdministrationWindow).close()
    kim = sit_down(path, "kim")
    other = MainWindow(kim, path)
    qtbot.addWidget(other)
    assert not other.actions_by_id["office"].isEnabled()
    other.close()
    kim.close()


def test_a_colleague_was_first_and_both_changes_stay(qtbot, boss, path, window):
    window.go_to(("status", "done", ""))
    retype(window, "label", "Made")
    colleague(path, lambda seed: relabelled(relabelled(seed, "status", "done", "Ready"), "channel", "phone", "Call"))
    window.saving.ask_save()
    qtbot.waitUntil(window.notice.isVisible)
    follow(qtbot, boss)
    qtbot.waitUntil(lambda: boss.office.choices("channel").label("phone") == "Call")
    window.saving.take_in()
    assert "Both of you changed: Made" in window.notice.text.text()
    assert labels(window, "channel")[0] == "Call"
    save(qtbot, window)
    assert boss.office.choices("status").label("done") == "Made"
    assert boss.office.choices("channel").label("phone") == "Call"


def test_without_own_changes_a_colleagues_are_shown(qtbot, boss, path, window):
    window.go_to(("channel", "", ""))
    colleague(path, lambda seed: relabelled(seed, "channel", "phone", "Call"))
    follow(qtbot, boss)
    qtbot.waitUntil(lambda: labels(window, "channel")[0] == "Call")
    assert not window.draft.dirty


def test_a_profile_goes_out_and_comes_back(qtbot, boss, window, tmp_path):
    out = tmp_path / "out.toml"
    window.saving.export_file(out)
    qtbot.waitUntil(out.exists)
    out.write_text(out.read_text("utf-8").replace('label = "Phone"', 'label = "Call"', 1), "utf-8")
    window.saving.import_file(out)
    qtbot.waitUntil(lambda: window.draft.dirty)
    assert [one.code for one in window.draft.found] == ["phone"]
    window.undo.click()
    assert not window.draft.dirty


def test_a_file_that_is_no_profile_is_said(qtbot, window, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("= no", "utf-8")
    window.saving.import_file(bad)
    qtbot.waitUntil(window.problems.isVisible)
    assert not window.draft.dirty


def test_a_file_of_a_service_is_kept_and_named(qtbot, boss, window, tmp_path: Path):
    form = tmp_path / "form.pdf"
    form.write_bytes(b"%PDF-1.4 form")
    window.go_to(("service", "", ""))
    window.page.add()
    files = window.page.form.findChild(FileList)
    files.attach_file(form)
    qtbot.waitUntil(lambda: bool(files.values()))
    save(qtbot, window)
    [service] = boss.office.choices("service")
    assert [(file["name"], file["size"]) for file in service.data["files"]] == [("form.pdf", 13)]


def test_who_has_no_right_may_look_only(qtbot, path, root):
    kim = sit_down(path, "kim")
    window = opened(qtbot, kim, root)
    window.go_to(("status", "", ""))
    assert not window.page.list.add.isEnabled()
    assert not window.page.form.input_of("label").isEnabled()
    assert not window.save.isEnabled()
    window.close()
    kim.close()


def test_calendar_and_accounts_are_near(window):
    window.calendar.click()
    window.accounts.click()
    calendar, accounts = window.findChild(CalendarWindow), window.findChild(AccountsDialog)
    assert calendar.isVisible()
    assert accounts.isVisible()
    calendar.reject()
    accounts.accept()


def test_every_part_of_every_item_has_an_input():
    from desk_app.profiles.read import keys_of
    from desk_app.ui.admin.parts import PARTS

    for section, parts in PARTS.items():
        assert {part.key for part in parts} - {"files"} == set(keys_of(section)) - {"retired"}, section


def test_the_order_of_a_chain_is_changed_by_keys(window):
    seed = window.draft.seed
    from desk_app.domain.office import Item

    steps = (Item("head", "Head"), Item("hr", "Personnel"))
    window.draft.put(with_items(seed, "approval", steps))
    window.go_to(("type", "fault", ""))
    chain = window.page.form.input_of("chain")
    for row in (1, 0):
        chain.ticks.item(row).setCheckState(Qt.CheckState.Checked)
    chain.set_values(["hr", "head"])
    chain.setFocus()
    chain.ticks.setCurrentRow(1)
    press(window, Qt.Key.Key_Up, ALT)
    assert chain.values() == ["head", "hr"]
    fault = next(item for item in items_of(window.draft.seed, "type") if item.code == "fault")
    assert fault.data["chain"] == ["head", "hr"]
    assert replace(fault, data={}).label == "Fault"
