"""From the office's form, as data, to rows of a window; and from a ticket to what stands in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desk_app.domain.answers import as_fields, gathered
from desk_app.domain.intake import CHOICES, MOMENTS, REQUESTER, TEXTS
from desk_app.domain.moments import local_iso
from desk_app.domain.office import FormField, Item, Office
from desk_app.domain.tickets import Requester, Ticket
from desk_app.services import story
from desk_app.ui.editor.inputs import ChoiceInput, LineInput, MomentInput, SegmentInput, TextInput
from desk_app.ui.editor.rows import Row
from desk_app.ui.editor.service_input import ServiceInput

NAME: Final = "requester"
"""Under this code, too, an office may ask who is calling."""
_LINES: Final = {"description": 5, "solution": 3}
_SEGMENTED: Final = ("kind", "mode")
_SEGMENTS: Final = 3
"""Up to so many choices of a kind or a mode stand side by side."""
_NEEDED: Final = frozenset({"kind", "type", "channel", "priority", "mode"})
"""Choices a ticket always has."""
labels = story.labels


@dataclass(frozen=True, slots=True)
class Place:
    """A field of the form, with the code the services know it by."""

    code: str
    field: FormField


def places(fields: Iterable[FormField]) -> tuple[Place, ...]:
    """Return the fields that can be typed into, in the office's order."""
    known = {*CHOICES, *TEXTS, *MOMENTS, *REQUESTER}
    named = (Place("name" if field.code == NAME else field.code, field) for field in fields)
    return tuple({place.code: place for place in named if place.code in known}.values())


def make_row(office: Office, place: Place, now: datetime) -> Row:
    """Return the row that asks for the field of `place`; `now` is local."""
    required = place.field.required or place.code == "description"
    return Row(place.code, place.field.label, _input(office, place.code, required, now), required)


def is_wide(code: str, office: Office) -> bool:
    """Tell whether the field needs a line of its own."""
    return code in TEXTS or code in ("name", "service")


def choices(office: Office, section: str) -> list[tuple[str, str, int]]:
    """Return (code, label, depth) of every choice that is offered, each below the one it belongs to."""
    items = list(office.choices(section).offered)
    codes = {item.code for item in items}
    found: list[tuple[str, str, int]] = []

    def add(parent: str, depth: int) -> None:
        for item in items:
            if _under(item, codes) == parent and depth <= len(items):
                found.append((item.code, item.label, depth))
                add(item.code, depth + 1)

    add("", 0)
    return found


def default(office: Office, section: str) -> str:
    """Return the choice a new call starts with."""
    items = office.choices(section).offered
    marked = next((item.code for item in items if item.data.get("default")), "")
    return marked or (items[0].code if items and section in _NEEDED else "")


def texts(office: Office, ticket: Ticket) -> dict[str, str]:
    """Return what the inputs show for `ticket`, by code."""
    said = {code: str(getattr(ticket, code)) for code in (*CHOICES, *TEXTS)}
    moments = {code: local_iso(getattr(ticket, code), office.zone) or "" for code in MOMENTS}
    return {**said, **moments, **requester_texts(ticket.requester), **as_fields(ticket.answers)}


def requester_texts(requester: Requester) -> dict[str, str]:
    """Return the parts of `requester` by code."""
    return {part: str(getattr(requester, part)) for part in REQUESTER}


def raw_fields(values: Mapping[str, str]) -> dict[str, Any]:
    """Return `values` as the services take them, the parts of the requester together, and so the answers."""
    raw = {code: value for code, value in gathered(values).items() if code not in REQUESTER}
    parts = {code: value for code, value in values.items() if code in REQUESTER}
    return {**raw, "requester": parts} if parts else raw


def _under(item: Item, codes: set[str]) -> str:
    return item.parent if item.parent in codes and item.parent != item.code else ""


def _input(office: Office, code: str, required: bool, now: datetime) -> Any:
    if code in CHOICES:
        return _choice(office, code, required)
    if code in TEXTS:
        return TextInput(_LINES.get(code, 2))
    if code in MOMENTS:
        return MomentInput(now)
    return LineInput()


def _choice(office: Office, code: str, required: bool) -> Any:
    if code == "service":
        return ServiceInput(office)
    found = choices(office, code)
    former = {item.code: item.label for item in office.choices(code) if item.retired}
    if code in _SEGMENTED and 0 < len(found) <= _SEGMENTS and not former:
        return SegmentInput(found)
    return ChoiceInput(found, optional=not required and code not in _NEEDED, former=former)
