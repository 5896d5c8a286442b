"""Lost work in words: what somebody did before the restore, where it can no longer be done again."""

from collections.abc import Mapping
from typing import Any

from desk_app.domain.office import CHOICE_SECTIONS, Office
from desk_app.i18n import tr

_SILENT = ("fields", "changes")


def words(office: Office, people: Mapping[int, str], by: str, verb: str, told: Mapping[str, Any]) -> str:
    """Return what an entry of the history said, for people to read in a comment."""
    labels = {field.code: field.label for field in office.fields}
    steps = {step.verb: step.label for step in reversed(office.steps)}
    lines = [
        f"{labels.get(name, name)}: {_value(office, people, name, new)}"
        for name, (_, new) in dict(told.get("changes") or {}).items()
    ]
    lines += [f"{_value(office, people, name, said)}" for name, said in told.items() if name not in _SILENT and said]
    what = "; ".join([steps.get(verb, verb), *lines])
    return tr("Work of {name} before the restore: {what}", name=by or "—", what=what)


def _value(office: Office, people: Mapping[int, str], name: str, value: Any) -> str:
    if name in CHOICE_SECTIONS:
        return office.choices(name).label(str(value or "")) or "—"
    if name == "assignee":
        return people.get(value, "—")
    if isinstance(value, Mapping):
        return ", ".join(str(part) for key, part in value.items() if part and key != "id")
    return str(value) if value not in (None, "") else "—"
