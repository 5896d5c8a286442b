"""What must hold for an office's catalogue: lines, services, agreements, questions, scripts and targets."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from desk_app.domain.approvals import NEEDS
from desk_app.domain.errors import BadInput
from desk_app.domain.indicators import INDICATORS, is_indicator
from desk_app.domain.lines import LINE, SORTS, sort_of
from desk_app.domain.office import OPEN_MEANINGS, Item, Meaning, Office
from desk_app.domain.questions import TYPES
from desk_app.profiles.known import Check, all_of, codes, once, one_of

LEVELS: Final = range(1, 10)
ESTIMATES: Final = range(1, 100_000)
"""Working minutes that a service may be said to take."""
PLACES: Final = ("registration", "card")
APPROVE: Final = "approve"
APPROVAL: Final = "approval"


def catalogue_checks(office: Office) -> Iterator[Check]:
    """Give what looks at one place of the catalogue each, and raises BadInput for what cannot be worked with."""
    for item in office.choices("line"):
        yield partial(_check_line, office, item)
    lines = [sort_of(item) for item in office.choices("line") if not item.retired]
    yield partial(one_of, LINE, lines, "line, sort")
    for item in office.choices("service"):
        yield partial(_check_service, office, item)
    for section in ("type", "service"):
        for item in office.choices(section):
            yield partial(_check_chain, office, section, item)
    for item in office.choices(APPROVAL):
        yield partial(_check_agreement, office, item)
    for item in office.choices("question"):
        yield partial(_check_question, office, item)
    for item in office.choices("script"):
        yield partial(_check_script, office, item)
    for item in office.choices("target"):
        yield partial(_check_target, office, item)
    yield partial(_check_verification, office)


def _check_line(office: Office, item: Item) -> None:
    where = f"line “{item.code}”"
    one_of(sort_of(item), SORTS, f"{where}, sort")
    _within(item, "level", LEVELS, where)
    if status := item.data.get("status"):
        one_of(status, office.statuses_meaning((Meaning.ACTIVE, Meaning.OUTSIDE)), f"{where}, status")


def _check_service(office: Office, item: Item) -> None:
    where = f"service “{item.code}”"
    for key in ("line", "kind", "type"):
        if item.data.get(key):
            one_of(item.data[key], codes(office, key), f"{where}, {key}")
    for key in ("estimate_min", "estimate_max"):
        _within(item, key, ESTIMATES, where)
    least, most = (item.data.get(key) for key in ("estimate_min", "estimate_max"))
    if least is not None and most is not None and least > most:
        raise BadInput(
            "The profile's {where} takes at least {least} and at most {most} minutes. Change places.",
            field="profile",
            where=where,
            least=least,
            most=most,
        )


def _check_chain(office: Office, section: str, item: Item) -> None:
    where = f"{section} “{item.code}”"
    all_of(office, item, "chain", APPROVAL, where)
    if (item.data.get("chain") or item.approval) and APPROVE not in [step.verb for step in office.steps]:
        raise BadInput(
            "The profile's {where} waits for an agreement that no step records. Add a step “approve”.",
            field="profile",
            where=where,
        )


def _check_agreement(office: Office, item: Item) -> None:
    where = f"approval “{item.code}”"
    for need in item.data.get("needs", ()):
        one_of(need, NEEDS, f"{where}, needs")
    all_of(office, item, "by", "role", where)
    for role in item.data.get("by", ()):
        _refuse_powerless(office, role, item)


def _refuse_powerless(office: Office, role: str, item: Item) -> None:
    rights = office.choices("role")[role].data.get("rights", ())
    if not {"*", APPROVE} & set(rights):
        raise BadInput(
            "The profile lets the role “{role}” record the agreement “{step}”, but gives it no right “approve”. "
            "Give it the right, or name another role.",
            field="profile",
            role=role,
            step=item.label,
        )


def _check_question(office: Office, item: Item) -> None:
    where = f"question “{item.code}”"
    one_of(item.data.get("type", ""), TYPES, f"{where}, type")
    _check_narrowing(office, item, where)
    for place in item.data.get("on", ()):
        one_of(place, PLACES, f"{where}, on")
    choices = item.data.get("choices", ())
    once(choices, f"{where}, choices")
    if (len(choices) < 2) if item.data["type"] == "choice" else choices:
        raise BadInput(
            "The profile's {where} must have two choices or more if its type is “choice”, and none otherwise.",
            field="profile",
            where=where,
        )


def _check_script(office: Office, item: Item) -> None:
    where = f"script “{item.code}”"
    _check_narrowing(office, item, where)
    if not item.data.get("text"):
        raise BadInput("The profile says nothing under “{key}”. Add it.", field="profile", key=f"{where}, text")


def _check_narrowing(office: Office, item: Item, where: str) -> None:
    for key in ("services", "kinds", "types"):
        all_of(office, item, key, key.removesuffix("s"), where)


def _check_target(office: Office, item: Item) -> None:
    where = f"target “{item.code}”"
    if not is_indicator(office, item.code):
        one_of(item.code, tuple(INDICATORS), "target")
    if len({"at_least", "at_most"} & item.data.keys()) != 1:
        raise BadInput(
            "The profile's {where} must say either at_least or at_most.",
            field="profile",
            where=where,
        )


def _within(item: Item, key: str, limits: range, where: str) -> None:
    value: Any = item.data.get(key, limits[0])
    if value not in limits:
        raise BadInput(
            "The profile's {where} must be from {least} to {most}; it is “{value}”.",
            field="profile",
            where=f"{where}, {key}",
            least=limits[0],
            most=limits[-1],
            value=value,
        )


# -- the check of a fix (E-6.3a) -------------------------------------------------------------------------------------


def _check_verification(office: Office) -> None:
    """Who checks a fix must be able to say yes and no to it, and both must lead somewhere."""
    verified, reworked = (set(_sources(office, verb)) for verb in ("verify", "rework"))
    for code in sorted(verified ^ reworked):
        raise BadInput(
            "The profile's status “{status}” must have both a step “verify” and a step “rework”.",
            field="profile",
            status=office.choices("status").label(code) or "—",
        )
    for step in office.steps:
        astray = {
            "verify": not step.target or step.target in step.sources,
            "rework": not step.target
            or office.meaning(step.target) not in OPEN_MEANINGS
            or step.target in step.sources,
        }
        if astray.get(step.verb):
            raise BadInput(
                "The profile's step “{step}” must lead on: a good fix to another status, a bad one back into work.",
                field="profile",
                step=step.label,
            )


def _sources(office: Office, verb: str) -> Iterator[str]:
    for step in office.steps:
        if step.verb == verb:
            yield from step.sources or ("",)
