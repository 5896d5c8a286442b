import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.services import directory
from desk_app.services.ports import Changes
from desk_app.ui.directory.erase import EraseDialog
from desk_app.ui.directory.merge import MergeDialog
from desk_app.ui.directory.people_sheet import PeopleSheetDialog
from desk_app.ui.directory.requests import RequestsDialog
from desk_app.ui.directory.window import DirectoryWindow
from desk_app.ui.imports.sheet_dialog import DONE, MAPPING, PREVIEW
from tests.support.desk import follow, make_office, sit_down, write

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def office(tmp_path):
    return make_office(tmp_path / "office.desk", 12)


@pytest.fixture
def boss(qtbot, office):
    seated = sit_down(office, "boss")
    yield seated
    seated.close()


@pytest.fixture
def window(qtbot, boss):
    yield from opened(qtbot, boss)


def opened(qtbot, desk):
    root = QWidget()
    qtbot.addWidget(root)
    shown = DirectoryWindow.open(desk, root)
    qtbot.waitUntil(lambda: shown.people.form.entry is not None)
    yield shown
    for page in (shown.people, shown.organisations):
        page.form.show_entry(None)
    shown.close()


def add(office, *people):
    def work(db):
        for name, organisation in people:
            directory.add_person(db, {"name": name, "organisation": organisation})
        return Changes(directory=True)

    write(office, "boss", work)


def asked(qtbot, desk, question):
    answers = []
    desk.query(desk, lambda reader: question(reader.directory), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def names(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def choose(qtbot, page, row):
    page._select(row)
    qtbot.waitUntil(lambda: page.form.entry is not None and page.form.entry.id == page.current().id)


def retype(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)


def test_people_are_found_by_part_of_a_name(qtbot, window):
    assert len(names(window.people)) > 5
    QTest.keyClicks(window.people.search, "caller 3")
    qtbot.waitUntil(lambda: names(window.people)[:1] != ["Caller 0"])
    page = window.people
    shown = [page.model.entry(row) for row in range(page.model.rowCount())]
    assert "Caller 3" in names(page)
    assert all("3" in one.name + one.organisation for one in shown)
    assert window.people.count.text().endswith(("entry", "entries"))


def test_a_person_is_changed_and_the_list_follows(qtbot, boss, window):
    page = window.people
    choose(qtbot, page, 1)
    entry = page.form.entry
    retype(page.form.rows.rows["room"].input, "214")
    assert page.form.dirty
    QTest.keyClick(page.form.rows.rows["room"].input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form.entry is not None and page.form.entry.room == "214")
    assert asked(qtbot, boss, lambda reads: reads.contact(entry.id)).room == "214"
    assert page.model.entry(1).room == "214"


def test_a_new_person_is_added(qtbot, boss, window):
    page = window.people
    qtbot.mouseClick(window.add, LEFT)
    assert not page.form.save_button.isEnabled()
    for code, text in (("name", "Aaron New"), ("organisation", "School 1")):
        retype(page.form.rows.rows[code].input, text)
    qtbot.mouseClick(page.form.save_button, LEFT)
    qtbot.waitUntil(lambda: "Aaron New" in names(page))
    qtbot.waitUntil(lambda: page.form.entry is not None and page.form.entry.name == "Aaron New")
    assert not page.form.dirty


def test_a_long_list_is_fetched_where_it_is_looked_at_and_stays_there(qtbot, office, boss, window):
    add(office, *((f"Person {number:03}", "Long school") for number in range(250)))
    boss.look()
    page = window.people
    qtbot.waitUntil(lambda: page.model.rowCount() > 250)
    page._select(240)
    qtbot.waitUntil(lambda: page.form.entry is not None and page.form.entry.name.startswith("Person 2"))
    name = page.form.entry.name
    write(office, "ivanov", lambda db: directory.add_person(db, {"name": "Zoe Last"}))
    total = page.model.rowCount()
    boss.look()
    qtbot.waitUntil(lambda: page.model.rowCount() == total + 1)
    assert page.current().name == page.form.entry.name == name


def test_what_a_colleague_changed_meanwhile_is_not_written_over(qtbot, office, boss, window):
    page = window.people
    choose(qtbot, page, 0)
    entry = page.form.entry
    retype(page.form.rows.rows["room"].input, "1")
    write(office, "ivanov", lambda db: directory.edit_person(db, entry.id, {"room": "2"}))
    page.form.save()
    qtbot.waitUntil(lambda: "colleague" in page.form.remark.text())
    assert page.form.rows.values()["room"] == "1"
    qtbot.mouseClick(page.form.reload, LEFT)
    qtbot.waitUntil(lambda: page.form.rows.values()["room"] == "2")


def test_typing_is_not_lost_when_another_entry_is_chosen(qtbot, boss, window):
    page = window.people
    choose(qtbot, page, 0)
    first = page.form.entry.id
    retype(page.form.rows.rows["phone"].input, "123")
    page._select(2)
    qtbot.waitUntil(lambda: bool(boss.messages.questions) and page.table.currentIndex().row() == 0)
    assert page.form.rows.values()["phone"] == "123"
    boss.messages.choices = [0]
    page._select(2)
    qtbot.waitUntil(lambda: page.form.entry is not None and page.form.entry.id != first)
    assert asked(qtbot, boss, lambda reads: reads.contact(first)).phone == "123"


def test_closing_with_typing_asks_first(qtbot, boss, window):
    retype(window.people.form.rows.rows["phone"].input, "77")
    boss.messages.answers = [False]
    assert not window.close()
    assert window.isVisible()


def test_an_organisation_is_changed(qtbot, boss, window):
    page = window.organisations
    window.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: page.form.entry is not None)
    retype(page.form.rows.rows["address"].input, "1 Main St")
    qtbot.mouseClick(page.form.save_button, LEFT)
    qtbot.waitUntil(lambda: page.model.entry(0) is not None and page.model.entry(0).address == "1 Main St")


def test_the_requests_of_a_person_are_listed(qtbot, boss, window):
    qtbot.mouseClick(window.requests, LEFT)
    dialog = window.findChild(RequestsDialog)
    qtbot.waitUntil(lambda: bool(dialog.table.lines.rows))
    assert len(dialog.table.lines.rows) == window.people.form.entry.tickets
    dialog.reject()


def test_likely_doubles_are_merged(qtbot, office, boss, window):
    add(office, ("Kim Olga Sergeevna", "School 9"), ("Kim O. S.", "School 9"), ("Kim O.", "School 9"))
    boss.look()
    qtbot.waitUntil(lambda: asked(qtbot, boss, lambda reads: reads.count_people("kim")) == 3)
    follow(qtbot, boss)
    dialog = MergeDialog.open(boss, window.people.kind, None, window)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert dialog.group()[0].name == "Kim Olga Sergeevna"
    dialog.ticks[2].click()
    assert "1 entry goes." in dialog.effect.text()
    qtbot.mouseClick(dialog.merge_button, LEFT)
    qtbot.waitUntil(dialog.notice.isVisible)
    assert "Kim Olga Sergeevna" in dialog.notice.text.text()
    left = asked(qtbot, boss, lambda reads: [one.name for one in reads.people("kim")])
    assert sorted(left) == ["Kim O.", "Kim Olga Sergeevna"]
    dialog.reject()


def test_selected_entries_are_merged_and_requests_move(qtbot, boss, window):
    page = window.people
    before = asked(qtbot, boss, lambda reads: reads.count_people(""))
    page.table.clearSelection()
    model = page.table.selectionModel()
    flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
    for row in (0, 1):
        model.select(page.model.index(row, 0), flags)
    assert "2" in window.doubles.text()
    both = [page.model.entry(row) for row in (0, 1)]
    dialog = window.merge(page)
    dialog.keepers.button(1).click()
    keep, doubles = dialog.answer()
    assert (keep.id, [one.id for one in doubles]) == (both[1].id, [both[0].id])
    qtbot.mouseClick(dialog.merge_button, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == before - 1)
    kept = asked(qtbot, boss, lambda reads: reads.contact(both[1].id))
    assert kept.tickets == both[0].tickets + both[1].tickets


def test_a_list_from_excel_is_looked_at_then_taken(qtbot, office, boss, window):
    add(office, ("Kim Olga", "School 9"))
    dialog = PeopleSheetDialog.open(boss, window)
    dialog.paste("ФИО\tОрганизация\tТелефон\nKim Olga\tSchool 9\t2-44\nNew Nina\tSchool 9\t3-55\n\tSchool 9\t1\n")
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == MAPPING)
    dialog.forward()
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == PREVIEW)
    assert dialog.counts.text().startswith("1 new person · 1 entry changes")
    assert dialog.bad.table.lines.index(0, 1).data().startswith("“Full name” is empty")
    dialog.forward()
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == DONE)
    assert asked(qtbot, boss, lambda reads: reads.people("kim olga")[0].phone) == "2-44"
    assert asked(qtbot, boss, lambda reads: reads.count_people("new nina")) == 1
    dialog.reject()


def test_a_person_is_erased_after_the_name_was_typed(qtbot, boss, window):
    entry = window.people.form.entry
    qtbot.mouseClick(window.erase, LEFT)
    dialog = window.findChild(EraseDialog)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert f"{len(dialog.plan.own)} request" in dialog.found.text()
    assert not dialog.erase.isEnabled()
    QTest.keyClicks(dialog.name, entry.name.lower())
    qtbot.mouseClick(dialog.erase, LEFT)
    qtbot.waitUntil(lambda: "The person is erased." in boss.messages.remarks)
    gone = asked(qtbot, boss, lambda reads: [one.id for page in reads.everybody() for one in page])
    assert entry.id not in gone
    qtbot.waitUntil(lambda: window.people.form.entry is not None and window.people.form.entry.id != entry.id)


def test_who_may_not_change_the_directory_sees_it_and_why(qtbot, office, monkeypatch):
    from desk_app.domain.office import Office

    desk = sit_down(office, "kim")
    monkeypatch.setattr(Office, "may", lambda _self, _person, right: right not in ("directory", "erase"))
    for window in opened(qtbot, desk):
        for button in (window.add, window.sheet, window.doubles):
            assert not button.isEnabled()
            assert "right" in button.toolTip()
        assert window.erase.isHidden()
        assert window.people.form.rows.rows["name"].input.isReadOnly()
        assert window.people.form.save_button.isHidden()
    desk.close()


def test_every_line_has_a_name(window):
    for line in window.findChildren(QLineEdit):
        assert line.accessibleName(), line
