"""What may be shown (METHOD §8): the one layer between full figures and people."""

from helpers.disclosure import (
    comparison,
    customers,
    drivers,
    exposure,
    groups,
    kpis,
    nonresponse,
    quadrants,
    robustness,
    score_curve,
    survey,
)
from helpers.disclosure.hiding import shown

__all__ = [
    "comparison",
    "customers",
    "drivers",
    "exposure",
    "groups",
    "kpis",
    "nonresponse",
    "quadrants",
    "robustness",
    "score_curve",
    "shown",
    "survey",
]
