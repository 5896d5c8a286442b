"""The version that Windows shows is that of the program."""

import ast

import pytest

from desk_app import __version__


def test_it_is_an_expression_with_our_version():
    from version_info import version_info

    text = version_info(__version__, "desk-app", "Desk")
    ast.parse(text, mode="eval")
    assert f"'ProductVersion', '{__version__}'" in text
    assert "'OriginalFilename', 'desk-app.exe'" in text


@pytest.mark.parametrize(
    ("version", "expected"),
    [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("1.2.3rc4", (1, 2, 3, 0)), ("2026.11.22.7", (2026, 11, 22, 7))],
)
def test_numbers(version, expected):
    from version_info import numbers

    assert numbers(version) == expected
