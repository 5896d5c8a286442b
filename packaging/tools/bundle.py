"""What goes into the packaged program and what stays out, as the PyInstaller spec asks for it."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final, TypeVar

Entry = TypeVar("Entry", bound=Sequence[str])

UNUSED_MODULES: Final = (
    "tkinter", "_tkinter", "pydoc", "doctest", "unittest", "pdb", "lib2to3", "ensurepip", "distutils", "setuptools",
    "pip", "pytest", "numpy", "pandas", "lxml",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtOpenGL", "PySide6.QtTest",
    "PySide6.QtDBus", "PySide6.QtUiTools", "PySide6.QtDesigner", "PySide6.QtXml",
    "playhouse.postgres_ext", "psycopg2", "MySQLdb", "pymysql",
    "reportlab.graphics.testshapes", "reportlab.graphics.samples",
)  # fmt: skip

HIDDEN_MODULES: Final = (
    "tzdata", "zoneinfo", "peewee", "cryptography", "openpyxl", "pypdfium2", "reportlab",
    "psycopg", "psycopg_binary", "psycopg_binary._psycopg", "psycopg_binary.pq",
    "ortools.sat.python.cp_model_helper",
)  # fmt: skip

UNUSED_QT: Final = (
    "Qml", "Quick", "Network", "Pdf", "Sql", "VirtualKeyboard", "Designer", "Test", "EglFSDeviceIntegration",
    "EglFsKmsSupport", "EglFsKmsGbmSupport", "WaylandEglCompositorHwIntegration", "ShaderTools", "LabsQml", "UiTools",
)  # fmt: skip
"""Qt libraries no part of the program asks for, by the beginning of the name."""

KEPT_PLUGINS: Final = {
    "platforms": ("qxcb", "qwayland", "qwindows", "qcocoa", "qoffscreen"),
    "imageformats": ("qsvg", "qico", "qjpeg", "qgif"),
    "iconengines": ("qsvgicon",),
    "styles": ("*",),
    "printsupport": ("*",),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "xcbglintegrations": ("*",),
    "wayland-decoration-client": ("*",),
    "wayland-graphics-integration-client": ("*",),
    "wayland-shell-integration": ("*",),
}
"""Qt plugins by folder: the beginnings of the names that travel; folders not named stay behind."""

KEPT_TRANSLATIONS: Final = ("qtbase_ru", "qtbase_en", "qtbase_fa", "qtbase_kk")


LEFT_OUT: Final = ("_avif", "libavif")
"""Beginnings of file names: a picture format nobody attaches, and its library."""


def wanted(target: str) -> bool:
    """Tell whether a file travels with the program; `target` is its place in the bundle."""
    path = PurePosixPath(target.replace("\\", "/"))
    name = path.name.removeprefix("lib")
    parts = path.parts
    if path.name.startswith(LEFT_OUT) or ("reportlab" in parts and "fonts" in parts):
        return False
    if "PySide6" not in parts:
        return not name.startswith(tuple(f"Qt6{part}" for part in UNUSED_QT))
    if "translations" in parts:
        return name.startswith(KEPT_TRANSLATIONS)
    if "plugins" in parts:
        return _plugin_wanted(parts[parts.index("plugins") + 1], name)
    if "qml" in parts:
        return False
    return not name.startswith(tuple(f"Qt6{part}" for part in UNUSED_QT))


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of a PyInstaller table of contents that travel."""
    return [entry for entry in entries if wanted(entry[0])]


def needed(entries: Iterable[Entry], imports: Callable[[str], Iterable[tuple[str, str | None]]]) -> list[Entry]:
    """Return `entries` without the system libraries that only left-out files asked for (GTK, Kerberos…).

    Entries are (place, source, kind); system libraries are those at the top of the bundle that no module is.
    `imports` tells what a file links to, as (name, path).
    """
    entries = list(entries)
    system = {entry[0]: entry for entry in entries if _is_system(*entry[:3])}
    found: set[str] = set()
    asking = [entry for entry in entries if entry[0] not in system]
    while asking:
        for name, _path in imports(asking.pop()[1]):
            if name in system and name not in found:
                found.add(name)
                asking.append(system[name])
    return [entry for entry in entries if entry[0] not in system or entry[0] in found]


def _is_system(place: str, _source: str, kind: str) -> bool:
    return kind == "BINARY" and "/" not in place and not place.startswith("libpython")


def _plugin_wanted(folder: str, name: str) -> bool:
    return any(start == "*" or name.startswith(start) for start in KEPT_PLUGINS.get(folder, ()))
