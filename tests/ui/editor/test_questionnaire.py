"""Services and questionnaires in the form of a new call: kept, brought back and sent like every other field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.app.desk import Desk
from desk_app.services import call_templates
from desk_app.ui.editor.inputs import ChoiceInput, FlagInput, MomentInput, TextInput
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.registration import RegistrationWindow
from tests.support.desk import write
from tests.support.keys import target
from tests.support.played import choose, office, texts

__all__ = ["office"]


def answers(window: RegistrationWindow) -> set[str]:
    return {code for code in window.form.rows if code.startswith("answers.")}


def test_each_question_has_the_input_of_its_type(office):
    window = office("service-catalogue").call()
    assert not window.form.about.questions.isVisible()
    choose(window, "Work desk in Sajad")
    rows = window.form.rows
    assert isinstance(rows["answers.access_level"].input, ChoiceInput)
    assert isinstance(rows["answers.parts"].input, TextInput)
    assert "answers.valid_until" not in rows  # asked in the card alone
    assert rows["answers.position"].required
    choose(window, "Meeting for analysis and development")
    assert isinstance(window.form.rows["answers.participants"].input, NumberInput)
    choose(window, "Repair of a bug")
    assert isinstance(window.form.rows["answers.repeats"].input, FlagInput)
    assert isinstance(office("two-line").call().form.rows["answers.found_on"].input, MomentInput)


@pytest.mark.clause("P-1")
def test_a_service_tells_its_time_and_what_is_needed_and_fills_in_its_type(office):
    window = office("service-catalogue").call()
    choose(window, "Work desk in Sajad")
    about = window.form.rows["service"].input.about.text()
    assert "Takes 1 h to 2 h." in about
    assert "Needed before: A letter of the unit's head" in about
    assert "Head of the unit (letter) → Personnel department" in about
    assert window.form.values()["type"] == "account"
    choose(window, "Repair of a bug")
    assert "to 5 working days" in window.form.rows["service"].input.about.text()


def test_services_stand_under_their_groups_and_are_found_by_any_part_of_the_name(office):
    box = office("service-catalogue").call().form.rows["service"].input.box
    headings = [box.itemText(place) for place in range(box.count()) if not box.model().item(place).isEnabled()]
    assert headings == ["Accounts and access", "Support of systems"]
    box.completer().setCompletionPrefix("sajad")
    found = box.completer().completionModel()
    assert [found.index(row, 0).data() for row in range(found.rowCount())] == ["Work desk in Sajad"]


def test_answers_stay_when_another_service_is_looked_at_and_go_with_the_call(office):
    window = office("service-catalogue").call()
    choose(window, "Work desk in Sajad")
    window.form.fill({"answers.position": "Accountant"})
    choose(window, "Repair of a bug")
    assert "answers.position" not in window.form.rows
    choose(window, "Work desk in office automation")
    assert window.form.values()["answers.position"] == "Accountant"
    window.next_call()
    assert answers(window) == set()
    choose(window, "Work desk in Sajad")
    assert window.form.values()["answers.position"] == ""


def test_a_draft_gives_back_the_service_and_its_answers(office):
    here = office("service-catalogue")
    window = here.call()
    choose(window, "Work desk in Sajad")
    window.form.fill(
        {"description": "Half a call", "answers.position": "Accountant", "answers.parts": "Letters\nTasks"}
    )
    window.keeping.touch()
    window.leave()
    [draft] = here.desk.drafts.left(here.desk.epoch, here.desk.me.id)
    again = RegistrationWindow.open(here.desk, here.root, draft)
    assert again.form.values()["service"] == "desk-sajad"
    assert again.form.values()["answers.position"] == "Accountant"
    assert again.form.values()["answers.parts"] == "Letters\nTasks"
    again.form.dirty = False
    again.close()


def test_a_template_brings_the_service_and_its_answers(office):
    here = office("service-catalogue")
    fields = {"service": "desk-sajad", "answers.access_level": "Read", "description": "A desk"}
    write(here.path, "ivanov", lambda db: call_templates.save_template(db, "Desk", fields))
    desk: Desk = here.desk
    desk.look()
    window = here.call()
    here.qtbot.waitUntil(lambda: bool(window.templates.found))
    window.templates.begin_with(window.templates.found[0])
    assert window.form.values()["answers.access_level"] == "Read"
    assert window.form.common(False)["answers.access_level"] == "Read"
    assert window.form.raw(window.clock.opened)["answers"] == {"access_level": "Read"}


def test_a_refused_answer_is_said_beside_its_question(office):
    here = office("service-catalogue")
    window = here.call()
    choose(window, "Meeting for analysis and development")
    window.form.fill({"name": "Serikov", "description": "A meeting"})
    window.form.rows["answers.participants"].input.setText("-")  # a sign alone is no number
    window.save()
    here.qtbot.waitUntil(lambda: not window.saving.busy)
    assert "must be a number" in window.form.rows["answers.participants"].said


def test_tab_goes_on_to_the_questions_and_then_to_the_buttons(office):
    window = office("service-catalogue").call()
    choose(window, "Repair of a bug")
    last = window.form.rows["answers.repeats"].input
    reached, widget = [], window.form.rows["description"].input
    for _ in range(300):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window):
            reached.append(widget)
    assert reached.index(last) < reached.index(window.ui.save)


def test_the_words_of_a_call_are_said_where_they_stand(office):
    window = office("two-line").call()
    assert window.ui.consult.accessibleName() == "Time of the consultation"
    assert "What to say" in texts(window.script)


def test_what_has_the_focus_is_in_sight_however_it_came_there(office):
    here = office("service-catalogue")
    window = here.call()
    window.resize(900, 400)
    choose(window, "Work desk in Sajad")
    last = window.form.rows["answers.parts"].input
    window.activateWindow()
    here.qtbot.waitUntil(window.isActiveWindow)
    here.qtbot.waitUntil(last.isVisible)
    assert last.visibleRegion().isEmpty()
    last.setFocus()
    here.qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
    window.form.rows["name"].input.setFocus()
    here.qtbot.waitUntil(lambda: last.visibleRegion().isEmpty())
    window.form.fill({"name": "Serikov", "description": "A desk"})
    window.save()
    assert window.form.rows["answers.position"].input.hasFocus()  # the first question that is not answered
    here.qtbot.waitUntil(lambda: not window.form.rows["answers.position"].input.visibleRegion().isEmpty())


def test_a_field_that_appears_with_the_focus_is_in_sight(office):
    here = office("two-line")
    window = here.call()
    window.resize(900, 420)
    window.activateWindow()
    here.qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(target(window), Qt.Key.Key_F8)
    solution = window.form.rows["solution"].input
    assert solution.hasFocus()
    here.qtbot.waitUntil(lambda: not solution.visibleRegion().isEmpty())
