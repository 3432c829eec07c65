"""What one more point of NPS is worth (METHOD §5)."""

from collections.abc import Mapping

from helpers.compare.figures import PAIRS

ONE_POINT = 0.01
MOVES = {  # who moves → the gap it closes, and the part of it that one point takes
    "detractor_promoter": ("promoter_detractor", 0.5),
    "passive_promoter": ("promoter_passive", 1.0),
    "detractor_passive": ("passive_detractor", 1.0),
}
assert {pair for pair, _ in MOVES.values()} == set(PAIRS)

Gap = Mapping[str, float | None] | None


def point_values(gaps: Mapping[str, Mapping[str, Gap]], customers: int) -> dict[str, dict[str, float | None] | None]:
    """Value of +1 NPS point a window, were all of it gained by one kind of move.

    A detractor who becomes a promoter is worth two points, so half of a customer is needed for one.

    Parameters
    ----------
    gaps : mapping
        Pair → measure → estimate, low, high, or ``None``; of ``ltv`` where that of ``value`` is unknown.
    customers : int
        Number of customers, B.

    Returns
    -------
    dict
        Move → estimate, low, high in units of the currency; ``None`` where the gap is unknown.

    Examples
    --------
    >>> gaps = {"promoter_detractor": {"value": {"estimate": 300.0, "low": 100.0, "high": 500.0}}}
    >>> point_values(gaps, 1000)["detractor_promoter"]
    {'estimate': 1500.0, 'low': 500.0, 'high': 2500.0}
    """
    known = {pair: found.get("value") or found.get("ltv") for pair, found in gaps.items()}
    return {move: _times(known.get(pair), customers * ONE_POINT * part) for move, (pair, part) in MOVES.items()}


def _times(gap: Gap, factor: float) -> dict[str, float | None] | None:
    if gap is None:
        return None
    ends = {name: gap[name] for name in ("estimate", "low", "high")}
    return {name: None if value is None else factor * value for name, value in ends.items()}
