"""Answers as a form holds them, scripts by service, and what a template may hold of both."""

import pytest

from desk_app.domain.answers import as_fields, fits, gathered, is_answer
from desk_app.domain.call_template import CallTemplate, is_kept
from desk_app.domain.scripts import scripts_for
from tests.support.office import seeded_office


@pytest.fixture(scope="module")
def office():
    return seeded_office("two-line", "en")


def test_answers_are_fields_of_a_form_and_come_together_again():
    answers = {"login": "serikov", "participants": 12, "data_change": True, "letter": None}
    fields = as_fields(answers)
    assert fields == {
        "answers.login": "serikov",
        "answers.participants": "12",
        "answers.data_change": "true",
        "answers.letter": "",
    }
    assert gathered({"kind": "request", **fields}) == {
        "kind": "request",
        "answers": {"login": "serikov", "participants": "12", "data_change": "true", "letter": None},
    }
    assert gathered({"kind": "request"}) == {"kind": "request"}
    assert as_fields({"data_change": False}) == {"answers.data_change": "false"}


@pytest.mark.clause("E-6.1a")
def test_a_script_is_narrowed_by_its_service(office):
    said = [script.heading for script in scripts_for(office, "request", "")]
    assert said == ["Greeting", "Questions", "Closing words"]
    assert "Questions about an error" in [script.heading for script in scripts_for(office, "request", "system-error")]


def test_a_template_keeps_answers_only_while_the_office_asks_for_them(office):
    assert is_answer("answers.login")
    assert is_kept("answers.login")
    assert not is_kept("name")
    template = CallTemplate("Report", {"answers.login": "x", "answers.gone": "y", "answers.browser": "Netscape"})
    assert template.usable(office) == {"answers.login": "x"}
    assert fits(office, "answers.browser", "Firefox")
