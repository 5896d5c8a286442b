"""Rights, checked where the verb is done and never only in the window."""

from typing import Final

from desk_app.domain.errors import N_, NotAllowed, UserError
from desk_app.domain.office import Office, Person
from desk_app.services.ports import Session

RIGHTS: Final = {
    "register": N_("register calls"),
    "edit": N_("edit tickets"),
    "comment": N_("comment on tickets"),
    "link": N_("link tickets"),
    "attach": N_("attach files"),
    "assign": N_("assign tickets"),
    "escalate": N_("escalate tickets"),
    "hand-over": N_("hand tickets over"),
    "return": N_("take tickets back"),
    "wait": N_("put tickets on hold"),
    "resume": N_("resume tickets"),
    "approve": N_("record agreements"),
    "decline": N_("decline requests"),
    "solve": N_("solve tickets"),
    "close": N_("close tickets"),
    "reopen": N_("reopen tickets"),
    "convert": N_("make a request of a consultation"),
    "backdate": N_("enter moments of the past"),
    "undo": N_("undo their own steps"),
    "share-view": N_("share saved views and templates"),
    "import": N_("import journals"),
    "directory": N_("edit the directory"),
    "erase": N_("erase a person"),
    "verify": N_("confirm their own fixes"),
    "rework": N_("send fixes back"),
    "verify-any": N_("check the fixes of others"),
    "rate": N_("record ratings"),
    "override": N_("let tickets through without an agreement"),
    "appoint": N_("make appointments"),
    "call-off": N_("call appointments off"),
    "remind": N_("promise calls"),
    "roster": N_("make the duty schedule"),
    "board": N_("say what is going on"),
    "statistics": N_("see the statistics"),
    "office": N_("change what the office consists of"),
    "extend": N_("give tickets more time"),
    "calendar": N_("change the working calendar"),
    "staff": N_("manage accounts"),
    "restore": N_("put back backups"),
}
"""Every right, with what it lets a person do."""


def require(db: Session, right: str) -> None:
    """Raise NotAllowed unless the session's actor has `right`."""
    require_of(db.office, db.actor, right)


def require_of(office: Office, person: Person, right: str) -> None:
    """Raise NotAllowed unless `person` has `right`."""
    if not office.may(person, right):
        raise NotAllowed(
            "{name} has no right to do this ({right}). Ask the supervisor or an administrator.",
            name=person.name or person.login or "—",
            right=UserError(RIGHTS[right]),
        )
