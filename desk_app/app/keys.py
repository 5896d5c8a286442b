"""Which keys do what: those of the action table, which a person may change, and those that windows always have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence

from desk_app.app.actions import ACTIONS, ActionSpec
from desk_app.app.settings import Settings
from desk_app.domain.errors import N_, BadInput
from desk_app.i18n import tr

SETTING: Final = "keys"
_CYRILLIC: Final = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_LATIN: Final = "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.`"
_TYPES_NOTHING: Final = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class FixedKeys:
    """Keys that a window always has."""

    text: str
    keys: tuple[str, ...]
    group: str


FIXED_GROUPS: Final = {
    "list": N_("In the list"),
    "card": N_("In the card of a ticket"),
    "forms": N_("In forms"),
    "journal": N_("In the journal, in acts and forms"),
}
FIXED: Final = (
    FixedKeys(N_("Open the ticket in a window of its own"), ("Return",), "list"),
    FixedKeys(N_("From the search to the list and back"), ("Esc",), "list"),
    FixedKeys(N_("Select all rows"), ("Ctrl+A",), "list"),
    FixedKeys(N_("Take the next step"), ("F8",), "card"),
    FixedKeys(N_("Edit the fields"), ("F4",), "card"),
    FixedKeys(N_("Escalate to the next line"), ("F12",), "card"),
    FixedKeys(N_("Make a request of the consultation"), ("F11",), "card"),
    FixedKeys(N_("Send the comment"), ("Ctrl+Return",), "card"),
    FixedKeys(N_("On to the next field"), ("Return",), "forms"),
    FixedKeys(N_("Save"), ("Ctrl+Return",), "forms"),
    FixedKeys(N_("Save and register another"), ("Ctrl+Shift+Return",), "forms"),
    FixedKeys(N_("Answered at once"), ("F8",), "forms"),
    FixedKeys(N_("Make a request of the consultation"), ("F11",), "forms"),
    FixedKeys(N_("Begin a call with a template"), ("Ctrl+T",), "forms"),
    FixedKeys(N_("Close without saving"), ("Esc",), "forms"),
    FixedKeys(N_("Save as PDF"), ("Ctrl+S",), "journal"),
    FixedKeys(N_("Save as Excel"), ("Ctrl+E",), "journal"),
    FixedKeys(N_("Print"), ("Ctrl+P",), "journal"),
    FixedKeys(N_("Write the proposals of an act"), ("F4",), "journal"),
)
_EVERYWHERE: Final = ("list", "card")
"""Groups whose keys work while the main window is in front."""
_OF_WINDOWS: Final = (
    *("F5", "Ctrl+W", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+F", "Ctrl+C"),
    *("Ctrl+PgUp", "Ctrl+PgDown", "Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"),
)
"""Other keys that some windows have for themselves; pressed there, they could not do a second thing."""


class KeyMap:
    """The keys of every action: the person's own choice, or those of the table."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = _understood(settings.get(SETTING, {}))

    def of(self, spec: ActionSpec) -> tuple[str, ...]:
        """Return the keys of `spec` in Qt's portable words."""
        return self._own.get(spec.id, spec.keys)

    def is_own(self, spec: ActionSpec) -> bool:
        """Tell whether the person chose other keys than the program's."""
        return spec.id in self._own

    def change(self, spec: ActionSpec, wanted: QKeySequence) -> None:
        """Give `spec` the keys `wanted`. Raises BadInput that says why not."""
        keys = latin(wanted)
        refuse(keys)
        taken = self._holder(keys, spec)
        if taken:
            raise BadInput("{keys} already does “{action}”. Press others.", keys=native(keys), action=taken)
        if spec.everywhere and keys in _OF_WINDOWS:
            raise BadInput("{keys} does something else in other windows. Press others.", keys=native(keys))
        self._keep({**self._own, spec.id: (keys,)} if (keys,) != spec.keys else _without(self._own, spec.id))

    def reset(self, spec: ActionSpec) -> None:
        """Give `spec` the program's own keys again. Raises BadInput when they do something else now."""
        for keys in spec.keys:
            taken = self._holder(keys, spec)
            if taken:
                raise BadInput("{keys} already does “{action}”. Press others.", keys=native(keys), action=taken)
        self._keep(_without(self._own, spec.id))

    def reset_all(self) -> None:
        """Give every action the program's own keys again."""
        self._keep({})

    def put(self, made: Mapping[str, QAction]) -> None:
        """Give the actions their keys."""
        for spec in ACTIONS:
            made[spec.id].setShortcuts([QKeySequence(keys) for keys in self.of(spec)])

    def _holder(self, keys: str, but: ActionSpec) -> str:
        for spec in ACTIONS:
            if spec.id != but.id and keys in self.of(spec):
                return tr(spec.text)
        meant = (fixed for fixed in FIXED if but.everywhere or fixed.group in _EVERYWHERE)
        return next((tr(fixed.text) for fixed in meant if keys in fixed.keys), "")

    def _keep(self, own: Mapping[str, tuple[str, ...]]) -> None:
        self._own = dict(own)
        self._settings.set(SETTING, {name: list(keys) for name, keys in own.items()} or None)


def latin(wanted: QKeySequence) -> str:
    """Return the keys in portable words, with the Latin letter of a key that a Cyrillic layout names otherwise."""
    words = wanted.toString(QKeySequence.SequenceFormat.PortableText).partition(", ")[0]
    head, plus, letter = words.rpartition("+")
    place = _CYRILLIC.find(letter.upper()) if len(letter) == 1 else -1
    words = head + plus + _LATIN[place] if place >= 0 else words
    return words.replace("Enter", "Return") if words.endswith("Enter") else words


def refuse(keys: str) -> None:
    """Raise BadInput for keys that cannot start an action, saying why."""
    pressed = QKeySequence(keys)
    if not keys or not pressed.count():
        raise BadInput("Press the keys that shall do it, or Esc to leave them as they are.")
    combination: QKeyCombination = pressed[0]  # type: ignore[index]  # the stub does not know that it can
    held, key = combination.keyboardModifiers(), combination.key()
    if held & _CTRL and held & _ALT:
        raise BadInput("Ctrl+Alt types letters on many keyboards. Press others.")
    if key in _TYPES_NOTHING:
        raise BadInput("{keys} is needed to move about in every window. Press others.", keys=native(keys))
    function = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24
    if not function and not held & (_CTRL | _ALT):
        raise BadInput("{keys} alone is for typing. Press it together with Ctrl, or a function key.", keys=native(keys))


def native(keys: str) -> str:
    """Return `keys` as people read them on this computer."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def all_native(keys: Sequence[str]) -> str:
    """Return several keys as people read them, one after another."""
    return ", ".join(native(one) for one in keys)


def _understood(kept: object) -> dict[str, tuple[str, ...]]:
    """Return what is kept as far as it makes sense; the rest falls back to the program's own keys."""
    if not isinstance(kept, dict):
        return {}
    known = {spec.id for spec in ACTIONS}
    return {
        name: tuple(keys)
        for name, keys in kept.items()
        if name in known and isinstance(keys, list) and keys and all(map(_may_stay, keys))
    }


def _may_stay(keys: object) -> bool:
    if not isinstance(keys, str):
        return False
    try:
        refuse(keys)
    except BadInput:
        return False
    return True


def _without(own: Mapping[str, tuple[str, ...]], name: str) -> dict[str, tuple[str, ...]]:
    return {one: keys for one, keys in own.items() if one != name}
