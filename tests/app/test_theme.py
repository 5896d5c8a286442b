import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton

from desk_app.app import actions, icons, theme
from desk_app.app.theme import Hue, Theme

ROLES = QPalette.ColorRole
PAIRS = [
    (ROLES.Window, ROLES.WindowText), (ROLES.Base, ROLES.Text), (ROLES.AlternateBase, ROLES.Text),
    (ROLES.Base, ROLES.PlaceholderText), (ROLES.Window, ROLES.PlaceholderText), (ROLES.Button, ROLES.ButtonText),
    (ROLES.Highlight, ROLES.HighlightedText), (ROLES.ToolTipBase, ROLES.ToolTipText), (ROLES.Base, ROLES.Link),
]  # fmt: skip


def contrast(one: QColor, other: QColor) -> float:
    def luminance(colour):
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=[Theme.LIGHT, Theme.DARK])
def dressed(qapp, request):
    theme.dress(qapp, request.param)
    yield request.param
    theme.dress(qapp, Theme.LIGHT)


@pytest.mark.parametrize(("back", "front"), PAIRS)
def test_words_can_be_read(dressed, qapp, back, front):
    now = qapp.palette()
    assert contrast(now.color(back), now.color(front)) >= 4.5


def test_boxes_within_a_calm_list_keep_their_edges(dressed, qtbot):
    view, apart = QListWidget(), QCheckBox()
    qtbot.addWidget(view)
    qtbot.addWidget(apart)
    theme.calm_selection(view)
    inside = QCheckBox(view)
    assert inside.palette().color(ROLES.Window) == apart.palette().color(ROLES.Window)


@pytest.mark.parametrize("hue", Hue)
def test_a_chips_word_can_be_read_on_its_tint(dressed, qapp, hue):
    assert contrast(theme.tint(qapp.palette(), hue), theme.ink(qapp.palette(), hue)) >= 4.5


def test_the_theme_chosen_is_the_theme_shown(dressed):
    assert theme.is_dark() == (dressed == Theme.DARK)


def test_icons_follow_the_palette(qtbot, qapp):
    theme.dress(qapp, Theme.LIGHT)
    button = QPushButton()
    qtbot.addWidget(button)
    icons.put_icon(button, "plus")
    before = button.icon().pixmap(20, 20).toImage()
    theme.dress(qapp, Theme.DARK)
    after = button.icon().pixmap(20, 20).toImage()
    theme.dress(qapp, Theme.LIGHT)
    assert before != after


def test_every_action_has_an_icon_a_tip_and_a_key_of_its_own(qapp):
    keys = [key for spec in actions.ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if "Ctrl+Alt" in key]
    for spec in actions.ACTIONS:
        assert spec.tip
        assert spec.group in actions.GROUPS
        assert not icons.icon(spec.icon).isNull()
