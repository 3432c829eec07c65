"""Columns of a file that hold scores 0–10 by their look, whatever their headers say."""

from collections.abc import Sequence

from helpers.read.cells.ratings import score
from helpers.read.columns.header import Header

_FEWEST_SCORES = 5  # different ones


def score_columns(header: Header, but: str) -> list[str]:
    """Headers of the columns, `but` for one, that hold hardly anything but scores 0–10, several, some above 6."""
    columns = zip(header.names, zip(*header.content.rows, strict=True), strict=False)
    return [name for name, cells in columns if name != but and _look_like_scores(cells)]


def _look_like_scores(cells: Sequence[str]) -> bool:
    parse = score()
    parsed = [parse(cell) for cell in cells]
    asked = [one for one in parsed if one.reason not in ("score_blank", "score_declined")]
    scores = {one.value for one in asked if not one.reason}
    is_clean = sum(not one.reason for one in asked) >= 0.9 * len(asked)
    return is_clean and len(scores) >= _FEWEST_SCORES and max(scores) > 6
