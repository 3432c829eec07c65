"""What may be shown (METHOD §8): the one layer between full figures and people."""

from helpers.disclosure import (
    calls,
    comparison,
    customers,
    drivers,
    exposure,
    forecast,
    groups,
    kpis,
    nonresponse,
    outlook,
    quadrants,
    robustness,
    score_curve,
    survey,
    words,
)
from helpers.disclosure.hiding import shown

__all__ = [
    "calls",
    "comparison",
    "customers",
    "drivers",
    "exposure",
    "forecast",
    "groups",
    "kpis",
    "nonresponse",
    "outlook",
    "quadrants",
    "robustness",
    "score_curve",
    "shown",
    "survey",
    "words",
]
