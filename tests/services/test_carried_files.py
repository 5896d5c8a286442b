"""A consultation that is made a request takes its files along (K-5.2)."""

import pytest

from desk_app.services import attachments, tickets
from tests.support.office import Desk


@pytest.mark.clause("K-5.2")
def test_the_files_of_a_consultation_are_those_of_its_request_too(town: Desk) -> None:
    advice = town.register(kind="consultation")
    kept = attachments.keep_bytes(town.file.reader.attachments.files, b"screen", "screen.png", 99)
    town.write(town.technician, lambda db: attachments.attach(db, advice.id, kept, "screen.png"))
    done = town.write(town.technician, lambda db: tickets.do(db, advice.id, "convert"))
    for number in done.tickets:
        assert [(one.name, one.content) for one in town.file.reader.card(number).attachments] == [("screen.png", kept)]
    assert [entry.verb for entry in town.file.reader.card(done.tickets[1]).history] == ["register", "attach"]
    assert town.file.reader.problems() == []
