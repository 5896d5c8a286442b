"""Poses the puzzle of a month, or of a part of it, with every rule."""

from collections.abc import Collection, Mapping

from desk_app.domain.roster.plan import Cell
from desk_app.planner.board import Board
from desk_app.planner.person import PersonRules
from desk_app.planner.puzzle import Puzzle
from desk_app.planner.team import TeamRules


def posed(
    board: Board, cells: Mapping[Cell, str], free: Collection[Cell], relaxed: bool = False, paths: bool = True
) -> Puzzle:
    """Return the puzzle in which the `free` cells are open and the others stay as in `cells`; the rest as in Puzzle."""
    puzzle = Puzzle(board, cells, free, relaxed, paths)
    for facts in board.ground.facts.values():
        PersonRules(puzzle, facts).ask()
    TeamRules(puzzle).ask()
    return puzzle
