"""What one more point of NPS would be worth."""

from collections.abc import Iterable, Iterator, Mapping

from helpers.base.results import Estimate
from helpers.base.words import ends_beside
from helpers.compare.adjustment.likeness import LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.robustness.points import MOVES
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.phrasing import direction, persons_in_words, told_ends, valued_answers

SMALL_FOR_MOVES = 2000  # answers under which a large interaction can be missed in them (``benchmarks/README.md``)
Points = Mapping[str, Mapping[str, Estimate | None]]  # basis → move → value


@section
def points(report: Context, values: Points, even: LikeWithLike, result: Comparison) -> Iterable[Part | None]:
    """What a point is worth in three mixes of moves, each with its own interval, and in words."""
    yield _table(report, values)
    yield report.text(*_sentences(report, values, result), *_unmoved(report, values, even, result))


def _table(report: Context, values: Points) -> Grid | None:
    """By the plain gap, and like with like where there is any."""
    bases = {basis: found for basis, found in values.items() if any(found.values())}
    rows = [
        [
            report.say(f"move_{move}"),
            report.say(f"basis_{basis}"),
            *report.words.with_ends("money", *told_ends(found.get(move))),
        ]
        for move in MOVES
        for basis, found in bases.items()
    ]
    return report.table(("move", "basis", "point", "low", "high"), rows, texts=2)


def _mix(report: Context, move: str, point: Estimate) -> str:
    """Who moves, and what the point is worth then, with its own interval."""
    low, high = ends_beside("money", *told_ends(point))
    return report.say(f"mix_{move}", value=point.estimate, low=low, high=high)


def _sentences(report: Context, values: Points, result: Comparison) -> Iterator[str]:
    """By like with like where every move has it, else by the plain gap; and where that is uncertain."""
    used = "adjusted" if all(values["adjusted"][move] for move in MOVES if values["plain"][move]) else "plain"
    seen = {move: point for move in MOVES if (point := values[used][move])}
    if not seen:
        yield report.say("point_unknown")
        return
    basis = report.say("point_basis_adjusted") if used == "adjusted" else ""
    mixes = report.say("list_separator").join(_mix(report, move, point) for move, point in seen.items())
    yield report.say("point_mixes", n=result.customers.n, basis=basis, mixes=mixes)
    if used == "adjusted" and valued_answers(result) < SMALL_FOR_MOVES:
        yield report.say("point_small", least=SMALL_FOR_MOVES)
    yield report.say("point_question_note")
    if unclear := [report.say(f"moved_{move}") for move, point in seen.items() if direction(point) == "unclear"]:
        yield report.say("point_unclear", moves=report.say("point_unclear_or").join(unclear))


def _unmoved(report: Context, values: Points, even: LikeWithLike, result: Comparison) -> Iterator[str]:
    """Whom the segment that they would move to has nobody like: of each move that is told like with like."""
    measure, counts = result.headline_measure(), []
    for move, (pair, _) in MOVES.items():
        unmoved = even.pairs[pair].of(measure).unmoved
        if values["adjusted"][move] and unmoved != 0:
            n = persons_in_words(unmoved, report)
            counts.append(report.say("point_unmoved_part", move=report.say(f"moved_{move}"), n=n))
    if counts:
        yield report.say("point_unmoved", counts=report.say("list_separator").join(counts))
