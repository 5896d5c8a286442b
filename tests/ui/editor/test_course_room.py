"""What the offices' own data brings into the windows has room on a small screen, and can be reached by keyboard."""

import pytest

from desk_app import i18n
from desk_app.app.theme import Theme, dress
from desk_app.domain.asks import ASKS
from desk_app.domain.office import Step
from desk_app.ui.editor.steps import StepDialog
from tests.support.played import USER, office
from tests.ui import walk

__all__ = ["office"]
WIDTH, HEIGHT = 1280, 690
ANSWERED = {"requester": USER, "answers": {"position": "Accountant", "access_level": "Read"}}
SERVICES = {"two-line": "system-error", "service-catalogue": "desk-automation", "operator": "account"}


@pytest.fixture
def larger_letters(qapp):
    usual, larger = qapp.font(), qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * 1.25)
    qapp.setFont(larger)
    yield
    qapp.setFont(usual)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("profile", SERVICES)
@pytest.mark.usefixtures("larger_letters")
def test_forms_and_steps_have_room_on_a_small_screen(office, profile, language):
    i18n.use(language)
    here = office(profile, language=language)
    window = here.call()
    window.form.rows["service"].input.set_value(SERVICES[profile])
    window.form.about.follow()
    window.request.show()
    window.ui.consult.show()
    least = window.minimumSizeHint()
    assert (least.width() <= WIDTH, least.height() <= HEIGHT) == (True, True), least
    one = here.ticket(here.there({"description": "x", "requester": USER}))
    for verb, asks in ASKS.items():
        if asks:
            dialog = StepDialog.open_for(here.desk, one, Step(verb, verb, frozenset(), "", frozenset(), ()), here.root)
            size = dialog.sizeHint()
            assert (size.width() <= WIDTH, size.height() <= HEIGHT) == (True, True), (verb, size)
            dialog.reject()
    card = here.open(one.id)
    least = card.minimumSizeHint()
    assert (least.width() <= WIDTH, least.height() <= HEIGHT) == (True, True), least


@pytest.mark.parametrize("theme", list(Theme)[1:])
def test_everything_that_the_offices_data_brings_has_a_name_a_way_to_it_and_can_be_read(office, qapp, theme):
    dress(qapp, theme)
    here = office("service-catalogue", "boss")
    call = here.call()
    call.form.rows["service"].input.set_value("desk-automation")
    call.form.rows["mode"].input.set_value("on-site")
    call.form.about.follow()
    account = here.there({"description": "x", "service": "desk-automation", "mode": "on-site", **ANSWERED})
    here.do(account, "appoint", when="2036-11-24T10:00")
    here.do(account, "remind", when="2036-11-24T10:00")
    card = here.open(account)
    here.shows(card.pane.agreed, "Appointment")
    found = []
    for window in (call, card):
        found += [*walk.nameless(window), *walk.unreachable(window), *walk.faint(window)]
    card.pane.edit()
    found += [*walk.nameless(card), *walk.unreachable(card)]
    dress(qapp, Theme.LIGHT)
    assert not found, "\n".join(sorted(set(found)))


@pytest.mark.parametrize("theme", list(Theme)[1:])
def test_what_checks_and_ratings_say_can_be_read(office, qapp, theme):
    dress(qapp, theme)
    here = office("two-line")
    error = here.there({"description": "x", "service": "system-error", "requester": USER})
    here.do(error, "hand-over", to="developers")
    here.do(error, "return", complexity="Low", fix_by="2036-11-24")
    here.do(error, "solve", solution="x")
    here.do(error, "rework", reason="y")
    here.do(error, "solve", solution="x")
    card = here.open(error)
    here.shows(card.pane.course, "Sent back 1 time")
    found = [*walk.nameless(card), *walk.unreachable(card), *walk.faint(card)]
    dress(qapp, Theme.LIGHT)
    assert not found, "\n".join(sorted(set(found)))
