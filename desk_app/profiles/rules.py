"""What must hold for an office before anybody may work in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk_app.domain.asks import ASKS
from desk_app.domain.deadlines import Mode
from desk_app.domain.errors import N_, BadInput
from desk_app.domain.intake import FIELDS, REQUESTER
from desk_app.domain.journal import COLUMNS
from desk_app.domain.limits import NARROWED_BY, STEPS
from desk_app.domain.numbering import check_template
from desk_app.domain.office import SECTIONS, Item, Meaning, Office, OfficeSeed, Step
from desk_app.domain.text import quoted
from desk_app.profiles.catalogue import catalogue_checks
from desk_app.profiles.duty_rules import duty_checks
from desk_app.profiles.known import Check, codes, one_of
from desk_app.services.rights import RIGHTS

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FORM_FIELDS: Final = (*FIELDS, *(part for part in REQUESTER if part != "name"))
PLACES: Final = ("registration", "card")
SETTLED: Final = (Meaning.CLOSED, Meaning.DECLINED)
OPTIONAL: Final = (
    "system",
    "deadline",
    "service",
    "mode",
    "approval",
    "question",
    "script",
    "target",
    "shift",
    "demand",
)
"""Sections an office may do without."""
NEEDED: Final = tuple(section for section in SECTIONS if section not in OPTIONAL)
LIMITS: Final = range(1, 100_000)
"""Working minutes or days that a time limit may have."""
ATTACHMENT_LIMITS: Final = range(1, 2048)
"""What an office may set as the largest attached file, in MiB."""
_CODE: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SPAN: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)")


def check_seed(seed: OfficeSeed) -> None:
    """Raise BadInput for the first thing in `seed` that the program could not work with."""
    for look in _plain_checks(seed):
        look()
    for look in _office_checks(Office.of(seed)):
        look()


def problems_of(seed: OfficeSeed) -> list[BadInput]:
    """Return everything in `seed` that the program could not work with, an entry a place.

    As long as settings, codes or meanings are wrong, only those are looked at: the rest is read by them.
    """
    found = _refused(_plain_checks(seed))
    return found or _refused(_office_checks(Office.of(seed)))


def _refused(checks: Iterable[Check]) -> list[BadInput]:
    found = []
    for look in checks:
        try:
            look()
        except BadInput as error:
            found.append(error)
        except KeyError:  # it rests on something that was refused just now
            if not found:
                raise
    return found


def _plain_checks(seed: OfficeSeed) -> Iterator[Check]:
    yield partial(check_template, seed.number_template)
    yield partial(_check_zone, seed)
    for day in seed.week:
        yield partial(_check_day, seed, day)
    yield partial(_check_limit, seed)
    yield partial(_check_journal_day, seed)
    by_section = {section: [item for where, item in seed.items if where == section] for section in SECTIONS}
    for section, items in by_section.items():
        yield partial(_check_codes, section, items)
    for item in by_section["status"]:
        yield partial(one_of, item.data.get("meaning", ""), tuple(Meaning), f"status “{item.code}”, meaning")


def _office_checks(office: Office) -> Iterator[Check]:
    for item in office.choices("system"):
        yield partial(_check_system, office, item)
    yield from _reference_checks(office)
    for item, step in zip(office.choices("step"), office.steps, strict=True):
        yield partial(_check_step, office, item, step)
    yield partial(one_of, "register", tuple(step.verb for step in office.steps if step.target), "step")
    for code in dict.fromkeys(dead_ends(office)):
        yield partial(_refuse_dead_end, office, code)
    for code in unreachable(office):
        yield partial(_refuse_unreachable, office, code)
    for item in office.choices("role"):
        yield partial(_check_rights, item)
    yield partial(_check_roles, office)
    yield partial(_check_week, office)
    for item in office.choices("deadline"):
        yield partial(_check_deadline, office, item)
    yield from catalogue_checks(office)
    yield from duty_checks(office)


def _check_zone(seed: OfficeSeed) -> None:
    try:
        ZoneInfo(seed.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "The profile names a time zone that does not exist: “{zone}”. Write it like Asia/Yekaterinburg.",
            field="profile",
            zone=seed.time_zone,
        ) from None


def _check_day(seed: OfficeSeed, day: str) -> None:
    one_of(day, WEEK, "week")
    spans = seed.week[day]
    edges = [edge for span in spans if _SPAN.fullmatch(span) for edge in span.split("-")]
    if len(edges) != 2 * len(spans) or any(before >= after for before, after in pairwise(edges)):
        raise BadInput(
            "The profile's working hours of {day} are not understood: {spans}. "
            "Write them in order, like 08:30-12:30, 13:30-17:00.",
            field="profile",
            day=day,
            spans=", ".join(spans),
        )


def _check_limit(seed: OfficeSeed) -> None:
    limit = seed.settings.get("attachment_limit_mb", 1)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit not in ATTACHMENT_LIMITS:
        raise BadInput(
            "The profile's attachment_limit_mb must be a whole number from {least} to {most}; it is “{value}”.",
            field="profile",
            least=ATTACHMENT_LIMITS[0],
            most=ATTACHMENT_LIMITS[-1],
            value=quoted(limit),
        )


def _check_journal_day(seed: OfficeSeed) -> None:
    day = seed.settings.get("journal_day", 0)
    if isinstance(day, bool) or not isinstance(day, int) or not 0 <= day <= 31:
        sentence = N_("The profile's journal_day must be a day of the month, 1 to 31; it is “{value}”.")
        raise BadInput(sentence, field="profile", value=quoted(day))


def _check_codes(section: str, items: Sequence[Item]) -> None:
    if not items and section in NEEDED:
        raise BadInput("The profile says nothing under “{key}”. Add it.", field="profile", key=section)
    for item in items:
        if not _CODE.fullmatch(item.code):
            raise BadInput(
                "The profile's code “{code}” ({section}) is not one: write small Latin letters, digits and dashes.",
                field="profile",
                code=item.code,
                section=section,
            )
    code, times = Counter(item.code for item in items).most_common(1)[0] if items else ("", 1)
    if times > 1:
        raise BadInput("The profile has “{code}” ({section}) twice.", field="profile", code=code, section=section)


def _check_system(office: Office, item: Item) -> None:
    if item.parent:
        one_of(item.parent, codes(office, "system"), f"system “{item.code}”, parent")
        _refuse_circle(office, item)


def _reference_checks(office: Office) -> Iterator[Check]:
    for section in ("type", "service"):
        for item in office.choices(section):
            if item.data.get("start"):
                where = f"{section} “{item.code}”, start"
                yield partial(one_of, item.data["start"], codes(office, "status"), where)
    for item in office.choices("field"):
        yield partial(one_of, item.code, FORM_FIELDS, "field")
        for place in item.data.get("on", ()):
            yield partial(one_of, place, PLACES, f"field “{item.code}”, on")
    for item in office.choices("column"):
        yield partial(one_of, item.code, COLUMNS, "column")
    for needed in ("requester", "description"):
        yield partial(one_of, needed, codes(office, "field"), "field")


def _refuse_circle(office: Office, item: Item) -> None:
    seen, above = {item.code}, item.parent
    while above:
        if above in seen:
            raise BadInput("The profile's system “{code}” lies within itself.", field="profile", code=item.code)
        seen.add(above)
        above = office.choices("system")[above].parent if above in office.choices("system") else ""


def _check_step(office: Office, item: Item, step: Step) -> None:
    statuses, kinds, where = codes(office, "status"), codes(office, "kind"), f"step “{item.code}”"
    one_of(step.verb, tuple(ASKS), f"{where}, verb")
    asked = tuple(ask.key for ask in ASKS[step.verb])
    for given, known, key in (
        (step.sources, statuses, "from"),
        (filter(None, [step.target]), statuses, "to"),
        (step.kinds, kinds, "kinds"),
        (step.requires, asked, "requires"),
    ):
        for code in given:
            one_of(code, known, f"{where}, {key}")
    one_of(step.when, ("", "pending"), f"{where}, when")
    if step.verb == "convert" and not set(kinds) - step.kinds:
        one_of("", tuple(kinds), f"{where}, kinds")


def _refuse_dead_end(office: Office, code: str) -> None:
    raise BadInput(
        "The profile's status “{status}” has no step that leads out of it. Add one.",
        field="profile",
        status=office.choices("status").label(code),
    )


def _refuse_unreachable(office: Office, code: str) -> None:
    raise BadInput(
        "The profile's status “{status}” has no step that leads to it. Add one, or leave the status out.",
        field="profile",
        status=office.choices("status").label(code),
    )


def dead_ends(office: Office) -> Iterator[str]:
    """Yield the statuses that a ticket of some kind could never leave; closed and declined ones may be an end."""
    for status in office.choices("status"):
        if status.meaning not in SETTLED:
            for kind in office.choices("kind"):
                if not any(_leads_out(step, status.code, kind.code) for step in office.steps):
                    yield status.code


def unreachable(office: Office) -> Iterator[str]:
    """Yield the statuses that no step and no type leads to, but those that are kept for old tickets alone."""
    reached = {step.target for step in office.steps}
    reached |= {item.data.get("start", "") for section in ("type", "service") for item in office.choices(section)}
    reached |= {item.data.get("status", "") for item in office.choices("line")}
    yield from (item.code for item in office.choices("status") if item.code not in reached and not item.retired)


def _leads_out(step: Step, status: str, kind: str) -> bool:
    return (
        step.target not in ("", status)
        and step.verb != "register"
        and (not step.sources or status in step.sources)
        and (not step.kinds or kind in step.kinds)
    )


def _check_rights(item: Item) -> None:
    for right in item.data.get("rights", ()):
        one_of(right, ("*", *RIGHTS), f"role “{item.code}”, rights")


def _check_roles(office: Office) -> None:
    if not any("*" in item.data.get("rights", ()) for item in office.choices("role")):
        raise BadInput('The profile has no role with every right. Give one the rights ["*"].', field="profile")


def _check_week(office: Office) -> None:
    if len(office.choices("deadline")) and not any(office.week.values()):
        raise BadInput(
            "The profile sets time limits, but no working hours under “week”. Add the hours, or leave the limits out.",
            field="profile",
        )


def _check_deadline(office: Office, item: Item) -> None:
    where = f"deadline “{item.code}”"
    one_of(item.data.get("step", ""), STEPS, f"{where}, step")
    one_of(item.data.get("mode", ""), tuple(Mode), f"{where}, mode")
    for name, section in zip(NARROWED_BY, ("kind", "type", "priority", "line", "service"), strict=True):
        for code in item.data.get(name, ()):
            one_of(code, codes(office, section), f"{where}, {name}")
    amount = item.data.get("amount", 0)
    if (item.data["mode"] != Mode.TODAY and amount not in LIMITS) or amount < 0:
        raise BadInput(
            "The profile's {where} must have an amount from {least} to {most}; it is “{value}”.",
            field="profile",
            where=where,
            least=LIMITS[0],
            most=LIMITS[-1],
            value=amount,
        )
