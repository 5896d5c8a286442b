"""Another service on the card: its kind and type come with it where nobody has set them by hand (P-1)."""

import pytest

from desk_app.ui.editor.editing import EditForm
from tests.support.played import Office, office

__all__ = ["office"]

CALL = {
    "requester": {"name": "Serikov"},
    "description": "A desk",
    "service": "desk-sajad",
    "answers": {"position": "Accountant", "access_level": "Read"},
}


def editing(here: Office, ticket_id: int) -> EditForm:
    window = here.open(ticket_id)
    window.pane.edit()
    form = window.pane.editor
    assert form is not None
    return form


def pick(form: EditForm, service: str) -> None:
    """Choose a service by its name, as from the list."""
    box = form.rows.rows["service"].input.box
    box.setCurrentIndex(box.findText(service))


@pytest.mark.clause("P-1")
def test_another_service_brings_its_type_where_that_of_the_first_stands(office):
    here = office("service-catalogue")
    ticket_id = here.there(CALL)
    form = editing(here, ticket_id)
    pick(form, "Repair of a bug")
    assert form.changed == {"service": "bug", "type": "bug"}
    pick(form, "Work desk in Sajad")
    assert form.changed == {}
    pick(form, "Repair of a bug")
    form.save()
    here.qtbot.waitUntil(lambda: here.ticket(ticket_id).type == "bug")


@pytest.mark.clause("P-1")
def test_a_type_that_was_set_by_hand_stays(office):
    here = office("service-catalogue")
    form = editing(here, here.there({**CALL, "type": "guidance"}))
    pick(form, "Repair of a bug")
    assert form.changed == {"service": "bug"}


def test_what_a_colleague_saves_is_shown_as_it_is(office):
    here = office("service-catalogue")
    ticket_id = here.there(CALL)
    form = editing(here, ticket_id)
    here.do(ticket_id, "edit", service="bug")  # the type stays what it was
    form.rebase(here.ticket(ticket_id), seen=True)
    values = form.rows.values()
    assert (values["service"], values["type"]) == ("bug", "account")
    assert form.changed == {}


def test_a_draft_gives_back_what_was_typed(office):
    here = office("service-catalogue")
    ticket_id = here.there(CALL)
    form = editing(here, ticket_id)
    pick(form, "Repair of a bug")
    form.rows.fill({"type": "account"})  # the type is the first one all the same
    form.keeping.leave()
    again = EditForm(here.desk, here.ticket(ticket_id), here.root)
    assert (again.rows.values()["service"], again.rows.values()["type"]) == ("bug", "account")
    again.keeping.leave()
