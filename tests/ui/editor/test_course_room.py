"""What the offices' own data brings into the windows has room on a small screen, and can be reached by keyboard."""

import pytest

from desk_app import i18n
from desk_app.domain.asks import ASKS
from desk_app.domain.office import Step
from desk_app.ui.editor.steps import StepDialog
from tests.support.played import USER, office

__all__ = ["office"]
WIDTH, HEIGHT = 1280, 690
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
