"""What could not be brought to the office yet: kept with the person, sent once it can be reached.

An entry is done by the same verbs as at the desk, and the rights are looked at then. It keeps the `op_id` it was
first tried with, so that it takes effect once even where an earlier try had reached the office unseen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from desk_app.domain.errors import NotFound, UserError
from desk_app.domain.intake import REQUESTER, TEXTS
from desk_app.domain.office import Office
from desk_app.domain.search import search_text
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session

_FORMAT: Final = 1


class Kind(StrEnum):
    """What waits to be done."""

    REGISTER = "register"
    ANSWER = "answer_at_once"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that waits. `at` is when the person did it (UTC), `provisional` what a call is called meanwhile.

    `payload` is plain JSON. Under "raw" it has what the verb takes, and besides: "solution" of a call answered at
    once; "then", the verbs that are done with a new call at once, each with what it takes; "ticket" and "number" of
    the ticket a comment is about, or "call", the op_id (hex) of a call that waits too; "draft", the draft it was typed
    in; "files", the paths of what is to be attached; "sent_to", the ticket it became when only its files are left to
    be brought there.
    `refusal` says why the office did not take it: the template and the parts of a sentence.
    """

    op_id: bytes
    kind: Kind
    payload: Mapping[str, Any]
    at: datetime
    order: int = 0
    provisional: str = ""
    refusal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> UserError | None:
        """Why it was refused, or None."""
        return UserError(str(self.refusal["template"]), **self.refusal["params"]) if self.refusal else None

    @property
    def text(self) -> str:
        """What the person wrote, to be shown and copied."""
        raw = self.payload["raw"]
        return str(raw.get("text") or raw.get("description") or "")


def search_words(entry: Entry, office: Office) -> str:
    """Return what `entry` is found by while it waits, as `domain.search.search_text` makes it."""
    raw, about = entry.payload["raw"], entry.payload
    who, answers = raw.get("requester") or {}, raw.get("answers") or {}
    texts = [entry.provisional, entry.text, about.get("number"), about.get("solution")]
    texts += [raw.get(name) for name in TEXTS] + [who.get(name) for name in REQUESTER if name != "phone"]
    texts += [office.choices(code).label(str(raw[code])) for code in ("system", "service") if raw.get(code)]
    texts += [value for value in answers.values() if isinstance(value, str)]
    return search_text([str(text) for text in texts if text], (str(who.get("phone") or ""),))


def deliver(db: Session, entry: Entry) -> Changes:
    """Do what waits in `entry`, as of the moment it was done by the person; the history has both moments.

    Raises what the verbs raise, and NotFound where the ticket of a comment is not there or is another one by now.
    """
    raw = entry.payload["raw"]
    if entry.kind is Kind.REGISTER:
        return _then(db, entry, tickets.register(db, raw, taken=entry.at))
    if entry.kind is Kind.ANSWER:
        return _then(db, entry, tickets.answer_at_once(db, raw, str(entry.payload["solution"]), taken=entry.at))
    return tickets.do(db, _commented(db, entry), "comment", raw, taken=entry.at)


def _then(db: Session, entry: Entry, done: Changes) -> Changes:
    """Do what is to be done with a new call at once; of a consultation made a request, the request comes last."""
    touched = dict.fromkeys(done.tickets)
    for verb, raw in entry.payload.get("then", ()):
        changes = tickets.do(db, done.tickets[0], verb, raw, taken=entry.at)
        touched |= dict.fromkeys(changes.tickets)
    return replace(done, tickets=tuple(touched))


def _commented(db: Session, entry: Entry) -> int:
    call, number = entry.payload.get("call"), entry.payload.get("number")
    if call:
        found = db.registered_by(bytes.fromhex(call))
        if found is None:
            raise NotFound("The call that this comment belongs to is not registered. Send the call first.")
        return found
    ticket = db.ticket(int(entry.payload["ticket"]))
    if number and ticket.number != number:
        raise NotFound("There is no ticket “{number}” in this office. Check the number.", number=number)
    return ticket.id


def refused(error: UserError) -> dict[str, Any]:
    """Return `error` as an entry keeps it."""
    return {"template": error.template, "params": {name: _plain(part) for name, part in error.params.items()}}


def written(entry: Entry) -> str:
    """Return `entry` as the text of its file."""
    body = {
        "format": _FORMAT,
        "op_id": entry.op_id.hex(),
        "kind": entry.kind.value,
        "at": entry.at.isoformat(),
        "order": entry.order,
        "provisional": entry.provisional,
        "refusal": entry.refusal,
        "payload": entry.payload,
    }
    return json.dumps(body, ensure_ascii=False, default=str)


def parsed(text: str) -> Entry:
    """Return the entry that `written` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    body = json.loads(text)
    if body["format"] != _FORMAT or not isinstance(body["payload"]["raw"], dict):
        raise ValueError(body["format"])
    return Entry(
        bytes.fromhex(body["op_id"]),
        Kind(body["kind"]),
        body["payload"],
        datetime.fromisoformat(body["at"]).astimezone(UTC),
        int(body["order"]),
        str(body["provisional"]),
        body["refusal"],
    )


def _plain(part: object) -> object:
    return part if isinstance(part, str | int | float) else str(part)
