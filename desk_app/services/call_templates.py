"""Templates of frequent calls, which people keep for themselves or for everybody."""

import json
from collections.abc import Mapping
from typing import Final

from desk_app.domain.answers import ANSWERS, as_fields, gathered
from desk_app.domain.call_template import TEMPLATE_FIELDS, CallTemplate, is_kept
from desk_app.domain.errors import BadInput
from desk_app.domain.intake import parse_fields, refuse_unknown, require
from desk_app.domain.text import clean_line, normalise
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.ports import Changes, Session

LONGEST_NAME: Final = 80
"""Longest name of a template, in characters."""
MOST: Final = 500
"""Templates that one person may keep, and as many for everybody: a list that can still be read."""


def body_of(fields: Mapping[str, str]) -> str:
    """Return the fields of a template as they are stored."""
    return json.dumps({"fields": dict(fields)}, ensure_ascii=False, sort_keys=True)


def template_of(template_id: int, owner: int, name: str, body: str) -> CallTemplate:
    """Return the template that was stored as `body`; what is spoilt, or a newer program's, is passed over."""
    try:
        data = json.loads(body)
    except ValueError:
        data = {}
    fields = data.get("fields") if isinstance(data, dict) else None
    held = fields if isinstance(fields, dict) else {}
    known = {code: value for code, value in held.items() if is_kept(code) and isinstance(value, str)}
    return CallTemplate(name, known, owner, template_id)


def save_template(db: Session, name: str, raw: Mapping[str, object], shared: bool = False) -> Changes:
    """Keep the fields of `raw` under a name, in place of one's own (or the shared) template of this name.

    Raises BadInput for a field no template holds, an unknown choice, or nothing to keep.
    """
    rights.require(db, "share-view" if shared else "register")
    owner, called = 0 if shared else db.actor.id, _name(name)
    given = gathered(raw)
    refuse_unknown(given, (*TEMPLATE_FIELDS, ANSWERS))
    parsed = parse_fields(db.office, given)
    parsed |= as_fields(parsed.pop(ANSWERS, {}))
    fields = {code: value for code, value in parsed.items() if value}
    if not fields:
        raise BadInput("There is nothing to keep yet. Fill in what such calls have in common first.", field="name")
    mine = [template for template in db.templates.of(db.actor) if template.owner == owner]
    if len(mine) >= MOST and _named(mine, called) is None:
        raise BadInput("There are {most} templates already. Delete some first.", field="name", most=MOST)
    db.templates.put(owner, called, body_of(fields))
    db.note(Event("template-save", db.now, {"name": called, "shared": shared, "fields": fields}))
    return Changes(office=True)


def change_template(db: Session, template_id: int, name: str, shared: bool) -> Changes:
    """Give a template another name, or another circle of people. Raises BadInput where there is one of this name."""
    old, called = _own(db, template_id), _name(name)
    if shared != (old.owner == 0):
        rights.require(db, "share-view")
    owner = 0 if shared else db.actor.id
    there = _named([template for template in db.templates.of(db.actor) if template.owner == owner], called)
    if there is not None and there.id != template_id:
        raise BadInput("There is a template “{name}” already. Choose another name.", field="name", name=there.name)
    db.templates.change(template_id, owner, called)
    db.note(Event("template-change", db.now, {"was": old.name, "name": called, "shared": shared}))
    return Changes(office=True)


def forget_template(db: Session, template_id: int) -> Changes:
    """Take away a template: one's own, or with the right a shared one."""
    old = _own(db, template_id)
    db.templates.drop(template_id)
    db.note(Event("template-forget", db.now, {"name": old.name, "shared": old.owner == 0}))
    return Changes(office=True)


def bring_back(db: Session, template: CallTemplate) -> Changes:
    """Keep a forgotten template again; choices the office has lost meanwhile stay out."""
    return save_template(db, template.name, template.usable(db.office), template.owner == 0)


def _own(db: Session, template_id: int) -> CallTemplate:
    """Return a template that the actor may change. Raises BadInput, NotAllowed."""
    found = next((template for template in db.templates.of(db.actor) if template.id == template_id), None)
    if found is None:
        raise BadInput("This template is gone already.", field="name")
    rights.require(db, "share-view" if found.owner == 0 else "register")
    return found


def _name(name: str) -> str:
    called = clean_line(name, "name")
    require({"name": called}, ("name",))
    if len(called) > LONGEST_NAME:
        raise BadInput(
            "“{field}” is {length} characters long; at most {limit} fit. Shorten it.",
            field="name",
            length=len(called),
            limit=LONGEST_NAME,
        )
    return called


def _named(templates: list[CallTemplate], name: str) -> CallTemplate | None:
    key = normalise(name)
    return next((template for template in templates if normalise(template.name) == key), None)
