"""The office changes its own data: all that was changed is checked together and written together."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from desk_app.calendars import years_of
from desk_app.domain.errors import N_, BadInput, Conflict, NotAllowed, Unavailable, UserError
from desk_app.domain.office import Office, OfficeSeed, Person
from desk_app.domain.office_change import Difference, Used, differences, items_of, kept, seed_of
from desk_app.domain.tickets import Event
from desk_app.services.files import Kept
from desk_app.services.office_ports import Profiles
from desk_app.services.ports import Changes, Session
from desk_app.services.rights import require

RIGHT: Final = "office"
_NOBODY_LEFT: Final = N_(
    "Nobody could manage accounts and the office's settings any more. Leave the right to somebody."
)
VERB: Final = "office"
"""The history calls a change of the office by this, a dash, and what happened."""


def change_office(db: Session, basis: OfficeSeed, wanted: OfficeSeed, profiles: Profiles) -> Changes:
    """Make `wanted` of an office that was `basis` when it was begun; each difference is an entry of the history.

    What tickets point to is never removed: it is not offered any more. Raises Conflict when somebody else changed
    the office meanwhile, BadInput for an office nobody could work in, NotAllowed without the right.
    """
    require(db, RIGHT)
    now = seed_of(db.office)
    if others := differences(basis, now):
        raise Conflict(
            "A colleague has changed the office since you began. Look at what changed, then save again.",
            fields=[one.code for one in others],
        )
    new = planned(now, wanted, db.administration.used)
    for problem in [*profiles.problems(new), *unfit(now, new, db.staff.everybody(), db.actor)]:
        raise problem
    found = differences(now, new)
    if not found:
        return Changes()
    _refuse_lost_files(db, now, new)
    db.put_office(new)
    for one in found:
        db.note(Event(f"{VERB}-{one.what}", db.now, told(one)))
    return Changes(office=True)


def _refuse_lost_files(db: Session, now: OfficeSeed, new: OfficeSeed) -> None:
    """Raise Unavailable where a service would name a file whose content is no longer there."""
    named = {file["sha256"] for item in items_of(now, "service") for file in item.data.get("files", ())}
    for item in items_of(new, "service"):
        for file in item.data.get("files", ()):
            if file["sha256"] not in named and not db.administration.has(Kept(file["sha256"], file["size"])):
                raise Unavailable(
                    "The copy of “{name}” is gone from the folder of attached files. Attach it to “{service}” again.",
                    name=file["name"],
                    service=item.label,
                )


def planned(now: OfficeSeed, wanted: OfficeSeed, used: Used) -> OfficeSeed:
    """Return what an office that is `now` becomes when `wanted` is asked of it."""
    return kept(now, wanted, used)


def unfit(now: OfficeSeed, new: OfficeSeed, staff: Sequence[Person], actor: Person) -> list[UserError]:
    """Return what the people who work here would lack in `new`, and the deadlines their calendar."""
    return [*_without_role(new, staff), *_without_boss(new, staff, actor), *_without_calendar(now, new)]


def told(one: Difference) -> dict[str, Any]:
    """Return a difference as the history keeps it: plain JSON, old and new value of each thing."""
    changes = {key: [old, new] for key, (old, new) in one.changes.items()}
    return {"section": one.section, "code": one.code, "label": one.label, "changes": changes}


def _without_role(new: OfficeSeed, staff: Sequence[Person]) -> list[UserError]:
    roles = {item.code for item in items_of(new, "role")}
    lost: Mapping[str, list[str]] = {
        role: [person.name or person.login for person in staff if person.role == role]
        for role in dict.fromkeys(person.role for person in staff if person.role not in roles)
    }
    return [
        BadInput(
            "The role “{role}” is that of {people}. Give them another role first, or keep this one.",
            field="role",
            section="role",
            code=role,
            role=role,
            people=", ".join(people),
        )
        for role, people in lost.items()
    ]


def _without_boss(new: OfficeSeed, staff: Sequence[Person], actor: Person) -> list[UserError]:
    office = Office.of(new)
    found: list[UserError] = []
    for right in (RIGHT, "staff"):
        if not any(office.may(person, right) for person in staff):
            found.append(BadInput(_NOBODY_LEFT, field="role", section="role"))
            break
    if not found and not office.may(actor, RIGHT):
        found.append(
            NotAllowed(
                "This would take your own right away, and you could not give it back. Ask another administrator.",
                section="role",
                code=actor.role,
            )
        )
    return found


def _without_calendar(now: OfficeSeed, new: OfficeSeed) -> list[UserError]:
    """Refuse time limits without a calendar to count them by; what was so before stays allowed."""
    counted_before = bool(items_of(now, "deadline")) and new.country == now.country
    if not items_of(new, "deadline") or counted_before or years_of(new.country, new.settings):
        return []
    template = "There are deadlines, and no calendar of {country} to count them by. Choose another country."
    return [BadInput(template, field="country", country=new.country)]
