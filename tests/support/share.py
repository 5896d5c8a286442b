"""A shared folder that can be taken away and given back."""

from pathlib import Path

from tests.support.desk import make_office


class Share:
    """A folder with an office in it; renamed away, nobody finds it, and what was opened in it is of no use."""

    def __init__(self, folder: Path, calls: int = 3) -> None:
        self.folder = folder / "share"
        self._away = folder / "away"
        self.folder.mkdir()
        self.office = make_office(self.folder / "office.desk", calls)

    def go(self) -> None:
        """Take the folder away."""
        self.folder.rename(self._away)

    def come(self) -> None:
        """Give the folder back."""
        self._away.rename(self.folder)
