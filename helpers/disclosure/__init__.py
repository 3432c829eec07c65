"""What may be shown (METHOD §8): the one layer between full figures and people."""

from helpers.disclosure import (
    comparison,
    customers,
    exposure,
    groups,
    kpis,
    nonresponse,
    robustness,
    score_curve,
    survey,
    words,
)
from helpers.disclosure.hiding import shown

__all__ = [
    "comparison",
    "customers",
    "exposure",
    "groups",
    "kpis",
    "nonresponse",
    "robustness",
    "score_curve",
    "shown",
    "survey",
    "words",
]
