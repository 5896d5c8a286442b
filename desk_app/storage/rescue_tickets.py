"""Tickets of a workstation's copy, brought back into a restored office."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from desk_app.domain.moments import from_seconds, to_seconds
from desk_app.storage import rescue_events
from desk_app.storage.door import Door
from desk_app.storage.imports import count
from desk_app.storage.models import StaffRow, TicketTable
from desk_app.storage.rescue_events import Entry
from desk_app.storage.rescue_rows import Row, Rows
from desk_app.storage.rescue_words import words
from desk_app.storage.session import WriteSession
from desk_app.storage.ticket_rows import long_values, select_tickets, ticket_of

RENUMBER: Final = "renumber"
"""Verb of the entry that notes the number a ticket had before the restore."""
_ALONGSIDE: Final = frozenset({"comment", "link", "attach", "detach", "erase"})
"""Work that is done again whatever colleagues did to the ticket meanwhile."""


class Brought(NamedTuple):
    """A ticket by its number (or id), its former number if that was taken, and whether colleagues went on with it."""

    name: str
    was: str = ""
    diverged: bool = False


class Tickets:
    """Brings tickets back, within one transaction of `office`."""

    def __init__(self, copy: Door, office: Door, rows: Rows, session: WriteSession) -> None:
        self._copy = copy
        self._office = office
        self._rows = rows
        self._session = session

    def bring(self, copy_id: int, lost: Sequence[Entry]) -> Brought:
        """Bring back the entries `lost` of a ticket of the copy, and what they made of it."""
        told = rescue_events.of_ticket(self._copy, copy_id)
        ticket_id = self._office_id(told[0])
        if ticket_id is None:
            return self._whole(copy_id, lost)
        known = [entry.key for entry in rescue_events.of_ticket(self._office, ticket_id) if entry.verb != RENUMBER]
        if known == [entry.key for entry in told][: len(known)]:
            return self._newest(copy_id, ticket_id, lost)
        return self._alongside(copy_id, ticket_id, lost)

    def append(self, entry: Entry, ticket_id: int | None) -> None:
        """Add an entry as it was, with what it points to as it is now."""
        told = entry.told
        if entry.verb == "erase":
            told = {**told, "entries": self._erased(told.get("entries", []))}
        by_id = self._rows.id_of("staff", entry.by_id)
        rescue_events.append(self._office, entry, ticket_id, by_id, self._with_people(told))

    # -- the three ways ----

    def _whole(self, copy_id: int, lost: Sequence[Entry]) -> Brought:
        row, text = self._rows_of(copy_id)
        values = self._rows.pointing("ticket", row)
        was, number = self._number(values)
        ticket_id = self._rows.add("ticket", {**values, "number": number})
        self._rows.add("ticket_text", {**text, "id": ticket_id})
        return self._finish(copy_id, ticket_id, lost, was)

    def _newest(self, copy_id: int, ticket_id: int, lost: Sequence[Entry]) -> Brought:
        row, text = self._rows_of(copy_id)
        values = self._rows.pointing("ticket", row)
        ours = self._office.sql("SELECT number FROM ticket WHERE id = ?", (ticket_id,))[0][0]
        was, number = ("", ours) if ours else self._number(values)
        self._rows.put("ticket", ticket_id, {k: v for k, v in {**values, "number": number}.items() if k != "id"})
        self._rows.put("ticket_text", ticket_id, {k: v for k, v in text.items() if k != "id"})
        return self._finish(copy_id, ticket_id, lost, was)

    def _rows_of(self, copy_id: int) -> tuple[Row, Row]:
        row, text = self._rows.row("ticket", copy_id), self._rows.row("ticket_text", copy_id)
        assert row is not None
        assert text is not None
        return row, text

    def _finish(self, copy_id: int, ticket_id: int, lost: Sequence[Entry], was: str) -> Brought:
        for entry in lost:
            self.append(entry, ticket_id)
        if was:
            self._note_number(ticket_id, lost[0], was)
        self._attach(copy_id, ticket_id)
        self._bring_links(copy_id, ticket_id)
        for row in self._rows.some("imported", "ticket_id", copy_id):
            self._office.sql(
                "INSERT OR IGNORE INTO imported (fingerprint, occurrence, ticket_id) VALUES (?, ?, ?)",
                (row["fingerprint"], row["occurrence"], ticket_id),
            )
        self._count_entries(ticket_id)
        self._say_number(ticket_id)
        return Brought(self._name(ticket_id), was)

    def _alongside(self, copy_id: int, ticket_id: int, lost: Sequence[Entry]) -> Brought:
        people = dict(self._office.rows(StaffRow.select(StaffRow.id, StaffRow.name)))
        for entry in lost:
            told = entry.told
            if entry.verb in _ALONGSIDE and "changes" not in told:
                self.append(entry, ticket_id)
                self._do_alongside(entry, copy_id, ticket_id)
                continue
            by_id = self._rows.id_of("staff", entry.by_id)
            text = words(self._session.office, people, str(people.get(by_id, "")), entry.verb, self._with_people(told))
            comment = entry._replace(verb="comment")
            rescue_events.append(self._office, comment, ticket_id, by_id, {"text": text})
        self._count_entries(ticket_id)
        return Brought(self._name(ticket_id), diverged=True)

    def _do_alongside(self, entry: Entry, copy_id: int, ticket_id: int) -> None:
        told = entry.told
        if entry.verb == "link":
            self._bring_links(copy_id, ticket_id)
        elif entry.verb == "attach":
            self._add_file(copy_id, ticket_id, str(told.get("sha256")))
        elif entry.verb == "detach":
            self._office.sql(
                "DELETE FROM attachment WHERE id IN "
                "(SELECT id FROM attachment WHERE ticket_id = ? AND sha256 = ? AND name = ? LIMIT 1)",
                (ticket_id, told.get("sha256"), told.get("name")),
            )

    # -- numbers ----

    def _number(self, values: Row) -> tuple[str, str | None]:
        """Return the number a ticket had where it needs another one ("" else), and the one it has now."""
        number = values["number"]
        if number is None:
            return "", None
        if self._office.sql("SELECT 1 FROM ticket WHERE number = ?", (number,)):
            registered = from_seconds(values["registered_at"])
            assert registered is not None
            return number, self._session.next_number(registered)
        count(self._office, 1)
        return "", number

    def _note_number(self, ticket_id: int, first: Entry, was: str) -> None:
        now = to_seconds(self._session.now)
        number = self._name(ticket_id)
        op_id = hashlib.sha256(RENUMBER.encode() + bytes(first.op_id) + bytes([first.ordinal % 256])).digest()[:16]
        entry = Entry(0, ticket_id, op_id, 0, RENUMBER, 0, now, now, None, None, b"")
        rescue_events.append(self._office, entry, ticket_id, 0, {"changes": {"number": [was, number]}})

    def _say_number(self, ticket_id: int) -> None:
        """Let the ticket be found by the number it has now."""
        row = self._office.row(select_tickets().where(TicketTable.id == ticket_id))
        assert row
        found = long_values(self._session.office, ticket_of(self._session.office, row))
        self._rows.put("ticket_text", ticket_id, {"search": found["search"]})

    def _name(self, ticket_id: int) -> str:
        return str(self._office.sql("SELECT COALESCE(number, id) FROM ticket WHERE id = ?", (ticket_id,))[0][0])

    # -- what belongs to a ticket ----

    def _attach(self, copy_id: int, ticket_id: int) -> None:
        self._office.sql("DELETE FROM attachment WHERE ticket_id = ?", (ticket_id,))
        for row in self._rows.some("attachment", "ticket_id", copy_id):
            self._rows.add("attachment", {**self._rows.pointing("attachment", row), "ticket_id": ticket_id})

    def _add_file(self, copy_id: int, ticket_id: int, sha256: str) -> None:
        """Add the row of a file, unless it was taken away again before it was lost."""
        for row in self._rows.some("attachment", "ticket_id", copy_id):
            if row["sha256"] == sha256:
                self._rows.add("attachment", {**self._rows.pointing("attachment", row), "ticket_id": ticket_id})
                return

    def _bring_links(self, copy_id: int, ticket_id: int) -> None:
        for row in self._rows.links(copy_id):
            first = rescue_events.of_ticket(self._copy, row[1])[:1]
            other = self._office_id(first[0]) if first else None
            if other is not None:  # else it comes back after this one, and brings the link along
                for one, two in ((ticket_id, other), (other, ticket_id)):
                    self._office.sql(
                        "INSERT OR IGNORE INTO link (ticket_id, other_id, relation) VALUES (?, ?, ?)",
                        (one, two, row[2]),
                    )

    def _count_entries(self, ticket_id: int) -> None:
        self._office.sql(
            "UPDATE ticket SET version = (SELECT COUNT(*) FROM event WHERE ticket_id = ticket.id) WHERE id = ?",
            (ticket_id,),
        )

    # -- what entries say ----

    def _office_id(self, first: Entry) -> int | None:
        """Return the office's ticket that began with the entry `first`."""
        found = rescue_events.find(self._office, first.key)
        return None if found is None else found.ticket_id

    def _erased(self, entries: Sequence[Sequence[Any]]) -> list[list[object]]:
        """Erase again what an `erase` entry of the copy names, and return what it says of it here."""
        done = []
        for seq, *_ in entries:
            theirs = self._copy_entry(seq)
            ours = rescue_events.find(self._office, theirs.key) if theirs else None
            if theirs and ours and (replaced := rescue_events.replace_text(self._office, ours, theirs)):
                done.append(replaced)
        return done

    def _copy_entry(self, seq: int) -> Entry | None:
        rows = self._copy.sql("SELECT op_id, ordinal FROM event WHERE seq = ?", (seq,))
        return rescue_events.find(self._copy, (bytes(rows[0][0]), rows[0][1])) if rows else None

    def _with_people(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return what an entry says with the assignees' ids as they are in the office."""
        given = dict(told)
        if isinstance(fields := told.get("fields"), dict) and fields.get("assignee"):
            given["fields"] = {**fields, "assignee": self._rows.id_of("staff", fields["assignee"])}
        if isinstance(changes := told.get("changes"), dict) and "assignee" in changes:
            ids = [self._rows.id_of("staff", one) if one else one for one in changes["assignee"]]
            given["changes"] = {**changes, "assignee": ids}
        return given
