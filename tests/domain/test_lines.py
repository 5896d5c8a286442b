"""Lines that work in a status of their own, kinds that begin apart, and time that stands from the beginning."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk_app import calendars, profiles
from desk_app.domain.gate import first_status
from desk_app.domain.lines import next_line, settled
from desk_app.domain.office import Office
from desk_app.domain.tickets import Approval, Ticket
from desk_app.domain.workflow import registered

NOW = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
SEED = profiles.load("two-line", "en")
SUPPORT = Office.of(SEED, calendars.years_of(SEED.country, SEED.settings))
PROVINCE = profiles.load("service-catalogue", "en")
BUREAU = Office.of(PROVINCE, calendars.years_of(PROVINCE.country, PROVINCE.settings))
TICKET = Ticket("It does not open", NOW, "request", "error", "phone", "normal", line="line-1", status="line-1")


@pytest.mark.parametrize(
    ("line", "status", "stands"),
    [
        ("line-1", "line-2", "line-1"),
        ("line-2", "line-1", "line-2"),
        ("developers", "line-2", "estimate"),
        ("developers", "developers", "developers"),
        ("line-2", "consultation", "consultation"),
        ("line-2", "waiting", "waiting"),
        ("line-2", "verification", "verification"),
        ("line-1", "estimate", "estimate"),
    ],
)
def test_a_ticket_stands_in_the_status_of_its_line(line, status, stands):
    assert settled(SUPPORT, replace(TICKET, line=line, status=status)).status == stands


def test_nobody_passes_an_agreement_by_being_on_another_line():
    waiting = replace(TICKET, line="developers", approval=Approval.PENDING)
    assert settled(SUPPORT, waiting) == waiting


def test_lines_without_a_status_leave_it_alone():
    ticket = replace(TICKET, line="contractor", status="in-work", type="bug")
    assert settled(BUREAU, ticket) == ticket


def test_the_next_line_goes_by_level_and_leaves_contractors_out():
    assert [next_line(SUPPORT, line) for line in ("line-1", "line-2")] == ["line-2", ""]
    assert [next_line(BUREAU, line) for line in ("units", "office")] == ["office", ""]


@pytest.mark.parametrize(("kind", "status"), [("request", "line-1"), ("consultation", "consultation")])
def test_each_kind_begins_where_its_own_step_leads(kind, status):
    assert first_status(SUPPORT, kind) == status


def test_time_stands_from_the_registration_while_agreements_are_awaited():
    account = replace(TICKET, type="account", service="desk-sajad", line="office", status="", mode="online")
    new, _ = registered(BUREAU, account, "2026-000001", NOW)
    assert (new.status, new.due_at) == ("agreement", None)
    assert [(pause.since, pause.until) for pause in new.pauses] == [(NOW, None)]
