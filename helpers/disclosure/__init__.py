"""What may be shown (METHOD §8): the one layer between full figures and people."""

from helpers.disclosure import comparison, customers, groups, kpis, nonresponse, robustness, survey
from helpers.disclosure.hiding import shown

__all__ = ["comparison", "customers", "groups", "kpis", "nonresponse", "robustness", "shown", "survey"]
