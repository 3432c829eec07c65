"""What one more point of NPS would be worth."""

from collections.abc import Iterable, Iterator, Mapping

from helpers.base.results import Estimate
from helpers.compare.comparison import Comparison
from helpers.compare.robustness.points import MOVES
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.phrasing import direction, told_ends

Points = Mapping[str, Mapping[str, Estimate | None]]  # basis → move → value


@section
def points(report: Context, values: Points, result: Comparison) -> Iterable[Part | None]:
    """What a point is worth by who moves, and in words."""
    yield _table(report, values)
    yield report.text(*_sentences(report, values, result.customers.n))


def _table(report: Context, values: Points) -> Grid | None:
    """By the plain gap, and like with like where there is any."""
    bases = {basis: found for basis, found in values.items() if any(found.values())}
    rows = [
        [report.say(f"move_{move}"), report.say(f"basis_{basis}"), *map(report.words.money, told_ends(found.get(move)))]
        for move in MOVES
        for basis, found in bases.items()
    ]
    return report.table(("move", "basis", "point", "low", "high"), rows, texts=2)


def _sentences(report: Context, values: Points, customers: int) -> Iterator[str]:
    """By like with like where every move has it, else by the plain gap; and where that is uncertain."""
    used = "adjusted" if all(values["adjusted"][move] for move in MOVES if values["plain"][move]) else "plain"
    seen = {move: point for move in MOVES if (point := values[used][move])}
    if not seen:
        yield report.say("point_unknown")
        return
    worth = [point.estimate or 0.0 for point in seen.values()]
    about = {"n": customers, "basis": report.say("point_basis_adjusted") if used == "adjusted" else ""}
    if len(seen) == 1:
        yield report.say("point_one", value=worth[0], move=report.say(f"move_{next(iter(seen))}"), **about)
    else:
        yield report.say("point_best", low=min(worth), high=max(worth), **about)
    yield report.say("point_question_note")
    if len(seen) == len(MOVES):
        yield report.say("point_mix")
    if unclear := [f"move_{move}" for move, point in seen.items() if direction(point) == "unclear"]:
        yield report.say("point_unclear", moves=report.names(unclear))
