"""Figures as a reader expects them in summary.json, worked out from their decimal texts."""

from decimal import ROUND_HALF_EVEN, Decimal


def place(figure):
    """Unit of the third significant digit."""
    return Decimal(1).scaleb(Decimal(figure).adjusted() - 2)


def as_told(figure, *, of=None):
    """Figure to three significant digits; an end of an interval to its estimate's last place where that is finer."""
    if not figure:
        return figure
    unit = min(place(value) for value in (figure, of) if value)
    return float((Decimal(figure) / unit).quantize(Decimal(1), ROUND_HALF_EVEN) * unit)


def half_a_place(*figures):
    """How far a sum or difference of so many rounded figures may lie from the rounded result."""
    return float(sum(place(figure) for figure in figures if figure)) / 2
