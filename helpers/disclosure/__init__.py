"""What may be shown (METHOD §8): the one layer between full figures and people."""

from helpers.disclosure import (
    accounts,
    adjusted,
    comparison,
    complaints,
    customers,
    groups,
    growth,
    kpis,
    moves,
    nonresponse,
    robustness,
    survey,
)
from helpers.disclosure.shown import shown

__all__ = [
    "accounts",
    "adjusted",
    "comparison",
    "complaints",
    "customers",
    "groups",
    "growth",
    "kpis",
    "moves",
    "nonresponse",
    "robustness",
    "shown",
    "survey",
]
