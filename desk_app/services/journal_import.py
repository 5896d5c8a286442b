"""Import of a journal kept in a spreadsheet so far: every row a ticket, with the history it had.

All rows are judged before the first is written (`journal_plan`). They are then written a batch a transaction, and
each batch remembers its rows, so that an import that was stopped or killed is run again and just goes on.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk_app.domain.clock import begun
from desk_app.domain.errors import BadInput
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.journal_plan import Mapped, Plan, Progress, Rejected, detect, plan
from desk_app.services.journal_rows import Draft, history_data
from desk_app.services.ports import Changes, Session, UnitOfWork

__all__ = ["Imported", "Mapped", "Plan", "Progress", "Rejected", "detect", "plan", "refusal", "run"]

BATCH: Final = 200
"""The most rows that are written in one transaction."""
BATCH_SECONDS: Final = 0.7
"""A batch that has taken this long is committed as it is: nobody should wait for an import."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    imported: int
    skipped: int
    rejected: tuple[Rejected, ...]
    strangers: tuple[str, ...] = ()


def run(
    uow: UnitOfWork, planned: Plan, file: str, skip_bad: bool = False, progress: Progress | None = None
) -> Imported:
    """Write what `plan` found. With a bad row nothing is written, unless `skip_bad`.

    `file` is the sheet's name for the history. `progress` may raise Cancelled between two batches; what was written
    until then stays, and the same import goes on from there.
    """
    if planned.rejected and not skip_bad:
        raise refusal(planned)
    done = written = 0
    total = len(planned.drafts)
    while done < total:
        if progress:
            progress(done, total)
        batch = _Batch(planned.drafts[done : done + BATCH], file)
        changes = uow.write(batch.write)
        done += batch.taken
        written += len(changes.tickets)
    if progress:
        progress(done, total)
    return Imported(written, planned.skipped + done - written, planned.rejected, planned.strangers)


def refusal(planned: Plan) -> BadInput:
    """Return why nothing was imported: the first bad row, and how many there are."""
    first = planned.rejected[0]
    return BadInput(
        "Nothing was imported: {count} of the rows cannot be taken. The first is row {row}: {reason}",
        field="sheet",
        count=len(planned.rejected),
        row=first.row,
        reason=first.error,
    )


class _Batch:
    """Writes some drafts in one transaction. `taken` is how many of them the last attempt got through."""

    def __init__(self, drafts: Sequence[tuple[Draft, int]], file: str) -> None:
        self._drafts = drafts
        self._file = file
        self.taken = 0

    def write(self, db: Session) -> Changes:
        """Write the drafts that are not there yet, as many as fit into the time."""
        rights.require(db, "import")
        began, done, taken = time.monotonic(), [], 0
        known = db.imports.known({draft.fingerprint for draft, _ in self._drafts})
        for draft, occurrence in self._drafts:
            taken += 1
            if (draft.fingerprint, occurrence) not in known:
                ticket_id = _write(db, draft, self._file)
                db.imports.remember(draft.fingerprint, occurrence, ticket_id)
                done.append(ticket_id)
            if time.monotonic() - began > BATCH_SECONDS:
                break
        self.taken = taken
        return Changes(tuple(done), directory=True)


def _write(db: Session, draft: Draft, file: str) -> int:
    ticket = draft.ticket
    if ticket.number is None:
        ticket = replace(ticket, number=db.next_number(draft.registered_at))
    else:
        db.imports.take_number(ticket.number)
    line = db.imports.line_of(ticket.assignee) or db.office.choices("line").first
    requester = db.imports.requester(ticket.requester)
    ticket = replace(ticket, line=line, requester=requester)
    ticket = begun(db.office, ticket)
    return db.add_ticket(ticket, Event("import", draft.registered_at, history_data(draft, ticket, file)))
