"""Keeps what is typed into one editor as a draft, while it is typed."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.app.drafts import Draft, DraftKey, DraftStore

DELAY: Final = 400
"""How long after a key press what was typed is on the disk at the latest, in milliseconds."""


class DraftKeeper(QObject):
    """Keeps the draft of one editor: DELAY after a key press, and at once when the focus moves on.

    `read` returns what stands in the editor, or nothing when there is nothing to lose; it is called on the GUI
    thread, the file is written on another. `failed` carries the UserError once when drafts cannot be kept.
    """

    failed = Signal(object)

    def __init__(self, store: DraftStore, editor: QWidget, read: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__(editor)
        self._store, self._editor, self._read = store, editor, read
        self._key: DraftKey | None = None
        self.version = 0
        self._touched = False
        self._told = False
        self._writing: Future[bool] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.save_now)
        self._looking = QTimer(self, singleShot=True, interval=DELAY // 2)
        self._looking.timeout.connect(self._look)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.aboutToQuit.connect(self.flush)

    def watch(self, key: DraftKey, version: int = 0) -> Draft | None:
        """Keep the draft of `key` from now on, typed upon `version`; return what was left unsaved there."""
        self.flush()
        self._key, self.version = key, version
        return self._store.load(key)

    def leave(self) -> None:
        """Keep what stands there, and watch it no longer."""
        self.flush()
        self._key = None

    def touch(self, *_: object) -> None:
        """Note that something was typed; connect it to the inputs' own signals."""
        self._touched = True
        if not self._timer.isActive():
            self._timer.start()

    def save_now(self) -> None:
        """Keep what stands there now, if anything was typed since the last time."""
        self._timer.stop()
        if self._touched and self._key is not None:
            self._touched = False
            self._writing = _queue.submit(_keep, self._store, self._key, dict(self._read()), self.version)
            self._looking.start()

    def forget(self) -> None:
        """Remove the draft: it is saved, or not wanted."""
        self._timer.stop()
        self._touched = False
        if self._key is not None:
            _queue.submit(self._store.forget, self._key)

    def flush(self) -> None:
        """Keep what stands there and wait until it is on the disk, and whatever was to be removed is gone."""
        self.save_now()
        _queue.submit(int).result()

    def _focus_moved(self, old: QWidget | None, _now: QWidget | None) -> None:
        if not isValid(self._editor):
            return  # the focus leaves an editor that is being destroyed
        if old is not None and (old is self._editor or self._editor.isAncestorOf(old)):
            self.save_now()

    def _look(self) -> None:
        """Tell once when what was typed could not be written."""
        if self._writing is None or not self._writing.done():
            self._looking.start()
            return
        worked = self._writing.result()
        if not worked and not self._told and self._store.trouble is not None:
            self.failed.emit(self._store.trouble)
        self._told = not worked


_queue: Final = ThreadPoolExecutor(1, thread_name_prefix="drafts")
"""Writes drafts one after another, so that the last one typed is the one that stays."""


def _keep(store: DraftStore, key: DraftKey, values: dict[str, Any], version: int) -> bool:
    if values:
        return store.save(key, values, version)
    store.drop(key)
    return True
