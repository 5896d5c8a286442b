"""Runs packaged programs as a newcomer's computer would: an empty environment, no Python, another folder.

usage: smoke.py [DIST [PICTURES]]

Each program is copied to a folder with a space and Cyrillic in its name. It makes an office, registers, lists, prints
the journal, then opens its window on the office that desk-app.toml beside it names, and is closed by Ctrl+Q.
Whatever goes wrong ends the run with exit code 1 and a sentence.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
KINDS: Final = {"onedir": Path("desk-app") / "desk-app", "onefile": Path("desk-app-portable")}
WINDOWS: Final = sys.platform == "win32"
CONSOLE_TWIN: Final = "desk-app-console.exe"
REQUESTER: Final = "Иванова Анна Сергеевна"
DESCRIPTION: Final = "Не открывается журнал успеваемости"
STARTS: Final = 5
"""How often a start is measured; the middle one is told."""
PATIENCE: Final = 60.0
WINDOW: Final = 0.3
"""The share of the screen that is painted when the window is there; the splash covers less."""


class Failed(Exception):
    """The packaged program is not fit to be given away."""


@dataclass(frozen=True, slots=True)
class Place:
    """A program and the empty computer it runs on."""

    program: Path
    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return all the program gets to know: no PATH, no locale, no zone data but its own."""
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if WINDOWS and name in os.environ}
        home = str(self.home)
        return {**kept, "HOME": home, "USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home, "TMPDIR": home,
                "TEMP": home, "TMP": home, "PYTHONTZPATH": "", **more}  # fmt: skip

    def run(self, *words: str, given: str = "") -> str:
        """Run one command and return what it printed. It must succeed and complain of nothing."""
        command = [str(_console(self.program)), *words]
        done = subprocess.run(
            command,
            input=given.encode(),
            capture_output=True,
            cwd=self.home,
            env=self.environment(),
            timeout=120,
            check=False,
        )
        said = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode or said:
            raise Failed(f"{' '.join(words)}: exit {done.returncode}, said: {said or 'nothing'}")
        return done.stdout.decode("utf-8")


def main(words: Sequence[str]) -> int:
    """Try every kind in DIST and tell sizes and start times."""
    dist = Path(words[0]) if words else ROOT / "dist"
    pictures = Path(words[1]) if len(words) > 1 else ROOT / "build" / "package" / "pictures"
    try:
        found = {kind: (dist / path).absolute() for kind, path in KINDS.items() if _exe(dist / path).exists()}
        if not found:
            raise Failed(f"there is no packaged program in {dist}; run make package")
        for kind, program in found.items():
            print(f"{kind}: {told(kind, _exe(program), pictures)}", flush=True)
    except (Failed, OSError, subprocess.SubprocessError) as error:
        print(f"smoke test FAILED: {error}", file=sys.stderr)
        return 1
    print("smoke test passed")
    return 0


def told(kind: str, program: Path, pictures: Path) -> str:
    """Try one program and return what it costs."""
    with tempfile.TemporaryDirectory(prefix="desk-smoke-") as folder:
        home = Path(folder).resolve()
        place = Place(_installed(program, home / "Мои программы"), home)
        commands(place)
        starts = "window not tried (no Xvfb for this platform)"
        if sys.platform == "linux":
            times = sorted(window(place, pictures / f"{kind}.png") for _ in range(STARTS))
            starts = f"window painted after {times[STARTS // 2]:.2f} s ({times[0]:.2f}-{times[-1]:.2f})"
        began = time.monotonic()
        place.run("--version")
        command = time.monotonic() - began
        _nothing_left(home)
    size = sum(_size(path) for path in ([program] if kind == "onefile" else program.parent.rglob("*")))
    return f"{size / 1e6:.0f} MB, {starts}, a command takes {command:.2f} s"


def _installed(program: Path, folder: Path) -> Path:
    """Copy the program away from where it was built, with IT's settings beside it; return where it is now."""
    if (program.parent / "_internal").is_dir():
        shutil.copytree(program.parent, folder, symlinks=True)
    else:
        folder.mkdir()
        shutil.copy2(program, folder)
    (folder / "desk-app.toml").write_text("office = '../office.desk'\nlanguage = 'ru'\n", "utf-8")
    return folder / program.name


def commands(place: Place) -> None:
    """Make an office, register a call, find it, print the journal in both forms, prove the file."""
    office = str(place.home / "office.desk")
    now = datetime.now(UTC)
    place.run("init", office, "--profile", "situation-centre", "--office", "Ситуационный центр")
    call = {"requester": {"name": REQUESTER}, "description": DESCRIPTION,
            "received_at": (now - timedelta(minutes=5)).isoformat(timespec="minutes")}  # fmt: skip
    number = json.loads(place.run("ticket", "add", office, "--json", "-", given=json.dumps(call) + "\n"))["number"]
    listed = [json.loads(line) for line in place.run("ticket", "list", office, "--format", "json").splitlines()]
    if [ticket["number"] for ticket in listed] != [number]:
        raise Failed(f"registered {number}, but listed {listed}")
    month = str(listed[0]["registered_at"])[:7]
    for suffix in ("pdf", "xlsx"):
        place.run("journal", office, "--month", month, "--out", f"journal.{suffix}")
    _look_at_pdf(place.home / "journal.pdf")
    _look_at_sheet(place.home / "journal.xlsx")
    place.run("check", office)
    place.run("verify", office)


def window(place: Place, picture: Path) -> float:
    """Open the window, keep a picture of it, close it by Ctrl+Q; return the seconds until it was painted."""
    from virtual_screen import virtual_screen

    with virtual_screen() as screen:
        environment = place.environment(DISPLAY=screen.name, QT_QPA_PLATFORM="xcb",
                                        XDG_RUNTIME_DIR=str(place.home), LANG="C.UTF-8")  # fmt: skip
        place.home.chmod(0o700)
        began = time.monotonic()
        command = [str(place.program)]
        with (place.home / "said.txt").open("w+b") as said:
            program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=place.home,
                                       env=environment)  # fmt: skip
            try:
                while screen.painted() < WINDOW:
                    _still_running(program, said, began)
                    time.sleep(0.005)
                painted = time.monotonic() - began
                if not screen.settled():
                    raise Failed("the window never came to rest")
                screen.save(picture)
                _own_libraries_only(program.pid)
                screen.press("ctrl+q", "desk_app")
                code = program.wait(20)
            finally:
                program.kill()
                program.wait()
            said.seek(0)
            if code or (words := said.read().decode("utf-8", "replace").strip()):
                raise Failed(f"the window ended with {code}, said: {words if not code else _all(said)}")
    return painted


def _still_running(program: subprocess.Popen[bytes], said: Any, began: float) -> None:
    if program.poll() is not None:
        raise Failed(f"the window ended by itself with {program.returncode}, said: {_all(said)}")
    if time.monotonic() - began > PATIENCE:
        raise Failed(f"no window after {PATIENCE:.0f} s, said: {_all(said)}")


def _all(said: Any) -> str:
    said.seek(0)
    return str(said.read().decode("utf-8", "replace").strip()) or "nothing"


def _own_libraries_only(pid: int) -> None:
    """Look that neither the program nor its children use a library of the source tree or of a Python."""
    for process in (pid, *_children(pid)):
        for line in Path(f"/proc/{process}/maps").read_text("utf-8").splitlines():
            path = line.partition("/")[1] + line.partition("/")[2]
            if path.startswith(str(ROOT)) or "site-packages" in path or "dist-packages" in path:
                raise Failed(f"it uses a file that other computers lack: {path}")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _look_at_pdf(path: Path) -> None:
    from pypdf import PdfReader

    pages = PdfReader(path).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    for words in (*REQUESTER.split(), *DESCRIPTION.split()):
        if words not in text:
            raise Failed(f"“{words}” cannot be selected in the printed journal")
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    bare = [str(font["/BaseFont"]) for font in fonts if not _embedded(font)]
    if not fonts or bare:
        raise Failed(f"fonts are not embedded in the printed journal: {bare}")


def _embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor") or font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    return any(f"/FontFile{kind}" in descriptor.get_object() for kind in ("", "2", "3"))


def _look_at_sheet(path: Path) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(path).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}  # type: ignore[union-attr]
    if not {REQUESTER, DESCRIPTION} <= cells:
        raise Failed("the journal in Excel lacks what was registered")


def _nothing_left(home: Path) -> None:
    """Look that no bug was logged, and that the one-file program cleared away what it had unpacked."""
    for log in home.rglob("*.log"):
        if log.stat().st_size:
            raise Failed(f"the log is not empty: {log.read_text('utf-8', 'replace')}")
    if left := list(home.glob("_MEI*")):
        raise Failed(f"it left its unpacked files behind: {left}")


def _console(program: Path) -> Path:
    twin = program.with_name(CONSOLE_TWIN)
    return twin if twin.exists() else program


def _exe(program: Path) -> Path:
    return program.with_suffix(".exe") if WINDOWS else program


def _size(path: Path) -> int:
    return 0 if path.is_symlink() or not path.is_file() else path.stat().st_size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
