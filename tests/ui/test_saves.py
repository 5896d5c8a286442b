"""A save that waits says so in the bottom line, and is done when its turn comes."""

from functools import partial

from desk_app.services import tickets
from desk_app.storage.presence import folder_of, make_folder
from desk_app.ui.main_window import MainWindow
from tests.support.desk import call
from tests.support.turns import held


def test_a_save_that_waits_for_a_colleague_says_so(qtbot, desk, office_path):
    main = MainWindow(desk, office_path)
    qtbot.addWidget(main)
    main.show()
    done = []
    make_folder(office_path)
    with held(folder_of(office_path)) as let_go:
        with qtbot.waitSignal(desk.saves.late, check_params_cb=lambda late: late):
            desk.command(main, partial(tickets.register, raw=call(9)), done.append)
        assert main.status._saving.isVisible()
        assert main.status._saving.text()
        assert not done
        with qtbot.waitSignal(desk.saves.late, check_params_cb=lambda late: not late):
            let_go.set()
    qtbot.waitUntil(lambda: bool(done))
    assert not main.status._saving.isVisible()


def test_a_quick_save_says_nothing(qtbot, desk, office_path):
    main = MainWindow(desk, office_path)
    qtbot.addWidget(main)
    main.show()
    told, done = [], []
    desk.saves.late.connect(told.append)
    desk.command(main, partial(tickets.register, raw=call(9)), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert not desk.saves._timer.isActive()
    assert not told
