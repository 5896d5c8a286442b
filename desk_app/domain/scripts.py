"""What is said on the phone: the intake script of the office, by service and kind (E-6.1a)."""

from dataclasses import dataclass

from desk_app.domain.office import Item, Office


@dataclass(frozen=True, slots=True)
class Script:
    """A part of the script: its heading (greeting, questions, closing words) and what is said."""

    heading: str
    text: str


def scripts_for(office: Office, kind: str = "", service: str = "") -> tuple[Script, ...]:
    """Return what is said in such a call, in the office's order; what is not narrowed is said in every one."""
    about = {"kinds": kind, "services": service}

    def said(item: Item) -> bool:
        return not item.retired and all(code in item.data[name] for name, code in about.items() if item.data.get(name))

    return tuple(Script(item.label, str(item.data.get("text", ""))) for item in office.choices("script") if said(item))
