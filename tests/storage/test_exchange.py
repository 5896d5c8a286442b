"""Where the share refuses a rename in the middle of a restore, the office is as it was, or says how to go on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.storage import open_office
from desk_app.storage.maintenance import flag_of
from tests.storage.rescuing import backed_up, numbers, proved, restored
from tests.support.office import Desk, copied_desk


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to set back."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def renames(monkeypatch: pytest.MonkeyPatch, refuse: Callable[[Path, Path], bool]) -> list[tuple[Path, Path]]:
    """Let the share refuse the renames that `refuse` names; return those that were done."""
    done: list[tuple[Path, Path]] = []
    rename = Path.rename

    def asked(source: Path, target: Path) -> Path:
        if refuse(source, target):
            raise PermissionError(13, "held open", str(source))
        done.append((source, target))
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", asked)
    monkeypatch.setattr("desk_app.storage.exchange.LET_GO", 0.2)
    return done


@pytest.mark.parametrize("held", ["journal", "new"])
def test_a_restore_that_fails_between_its_renames_leaves_the_office_as_it_was(
    office: Desk, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    backup, path = backed_up(office), office.file.path
    office.register(description="Третья")
    before, names = numbers(office), sorted(path.parent.iterdir())
    done = renames(monkeypatch, lambda source, _: source.name.endswith(held) and ".broken" not in str(source))
    with pytest.raises(Unavailable, match="held open"):
        restored(office, backup)
    assert sorted(path.parent.iterdir()) == names
    assert numbers(office) == before
    assert done[-1][1] == path  # the journal lies beside the file before that has its name again
    office.register()
    proved(office)


def test_a_name_that_is_held_for_a_moment_is_waited_for(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backup, refused = backed_up(office), iter([True, True])
    renames(monkeypatch, lambda source, _: source.suffix == ".new" and next(refused, False))
    assert restored(office, backup).aside
    proved(office)


def test_a_rename_whose_answer_was_lost_counts(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backup, rename = backed_up(office), Path.rename

    def asked(source: Path, target: Path) -> Path:
        rename(source, target)
        raise OSError(5, "no answer")

    monkeypatch.setattr(Path, "rename", asked)
    done = restored(office, backup)
    assert done.aside
    assert [one.name for one in sorted(done.aside.iterdir())] == [
        office.file.path.name,
        f"{office.file.path.name}-journal",
    ]
    proved(office)


def test_an_office_that_cannot_come_back_is_told_how_to_go_on_with(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, path = backed_up(office), office.file.path
    office.register(description="Третья")
    before = numbers(office)
    with monkeypatch.context() as share:
        renames(share, lambda source, _: source.suffix == ".new" or ".broken" in str(source.parent))
        with pytest.raises(Unavailable, match="cut short") as caught:
            restored(office, backup)
    (aside,) = path.parent.glob("*.broken-*")
    assert str(aside) in str(caught.value)
    assert not path.exists()
    with pytest.raises(Unavailable, match="cut short"):
        open_office(path)
    assert restored(office, backup).aside == aside
    assert numbers(office) == before
    assert not flag_of(path).exists()
    proved(office)
