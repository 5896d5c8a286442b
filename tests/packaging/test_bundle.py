"""What travels in the packaged program and what stays behind."""

import pytest

from tests.test_project import PROJECT, ROOT

TRAVELS = (
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/translations/qtbase_ru.qm",
    "PySide6/Qt/lib/libicudata.so.73",
    "PySide6/Qt/lib/libQt6PrintSupport.so.6",
    "tzdata/zoneinfo/Europe/Moscow",
    "desk_app/_resources/fonts/PTSans-Regular.ttf",
)
STAYS = (
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
    "PySide6\\plugins\\tls\\qopensslbackend.dll",
    "PySide6/Qt/translations/qtbase_de.qm",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt6Network.dll",
    "libQt6VirtualKeyboard.so.6",
    "reportlab/fonts/Vera.ttf",
)


@pytest.mark.parametrize("place", TRAVELS)
def test_it_travels(place):
    from bundle import wanted

    assert wanted(place)


@pytest.mark.parametrize("place", STAYS)
def test_it_stays(place):
    from bundle import wanted

    assert not wanted(place)


def test_a_system_library_travels_only_with_who_asks_for_it():
    from bundle import needed

    links = {"/qt/libqxcb.so": ["libxcb.so.1"], "/lib/libxcb.so.1": ["libXau.so.6"], "/lib/libgtk.so": ["libcairo.so"]}
    entries = [
        ("PySide6/libqxcb.so", "/qt/libqxcb.so", "BINARY"),
        ("libxcb.so.1", "/lib/libxcb.so.1", "BINARY"),
        ("libXau.so.6", "/lib/libXau.so.6", "BINARY"),
        ("libgtk.so", "/lib/libgtk.so", "BINARY"),
        ("libcairo.so", "/lib/libcairo.so", "BINARY"),
        ("libpython3.11.so.1.0", "/lib/libpython3.11.so.1.0", "BINARY"),
        ("_cffi_backend.so", "/py/_cffi_backend.so", "EXTENSION"),
    ]
    kept = needed(entries, lambda path: [(name, None) for name in links.get(path, ())])
    assert [place for place, *_ in kept] == [
        "PySide6/libqxcb.so", "libxcb.so.1", "libXau.so.6", "libpython3.11.so.1.0", "_cffi_backend.so",
    ]  # fmt: skip


def test_no_module_the_program_imports_is_left_out():
    from bundle import UNUSED_MODULES

    sources = [path.read_text("utf-8") for path in (ROOT / "desk_app").rglob("*.py")]
    assert not [name for name in UNUSED_MODULES if any(f"import {name}" in s or f"from {name} " in s for s in sources)]


def test_what_packages_the_program_is_pinned():
    pins = {line.partition("==")[0] for line in (ROOT / "packaging" / "constraints.txt").read_text("utf-8").split()}
    wishes = PROJECT["project"]["optional-dependencies"]["package"]
    assert {wish.partition(">")[0] for wish in wishes} <= pins
    assert {"altgraph", "pyinstaller-hooks-contrib", "setuptools"} <= pins
