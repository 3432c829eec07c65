"""The account in people: from those invited to those who can be valued, and on to all customers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.collect.funnel import Funnel
from helpers.merge.customers import CONTACTS

SUMS = ("invited", "usable", "matched", "valued", "report", "file")


def valued(funnel: Mapping[str, Any], rows: pd.DataFrame) -> Funnel:
    """Funnel of step 1 (its fields) carried on to those who can be valued: each customer has an LTV.

    Examples
    --------
    >>> step_1 = {"invited": 9, "invited_usable": 3, "answered": 5, "usable": 4, "matched": 3}
    >>> valued(step_1, pd.DataFrame({"segment": ["promoter", None, "passive"]})).valued
    2
    """
    answered = rows["segment"].notna().astype("int64")
    contacts = rows[CONTACTS].fillna(0).astype("int64") if CONTACTS in rows else answered
    return replace(Funnel(**funnel), valued=int(contacts.sum()))


def people(funnel: Funnel, customers: int, in_file: int | None, answered: int | None = None) -> pd.DataFrame:
    """Account of persons (step, persons); what is gained or lost stands between the sums.

    Each of the `SUMS` is the one before plus the changes between them; sums that no file tells (`in_file` is
    ``None`` without a customers file), and changes by nobody, are left out. `answered`: customers among those valued,
    fewer where several contacts of one answered.

    Raises
    ------
    AssertionError
        If a stage of the funnel is larger than the one before.

    Examples
    --------
    >>> people(Funnel(9, 3, 5, 4, 3, valued=2), 10, 11).set_index("step")["persons"].to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'invited': 9, 'silent': -6, 'uninvited': 1, 'usable': 4, 'unknown': -1, 'matched': 3, 'later': -1,
     'valued': 2, 'unanswered': 8, 'report': 10, 'aside': 1, 'file': 11}
    """
    matched = funnel.matched if funnel.matched is not None else funnel.valued
    assert funnel.valued is not None and matched is not None, "step 2 knows who can be valued"
    stages = (funnel.answered, funnel.usable, matched, funnel.valued)
    assert list(stages) == sorted(stages, reverse=True), f"no stage is larger than the one before: {stages}"
    lines: list[tuple[str, int]] = []
    if funnel.invited is not None:
        lines += [("invited", funnel.invited), ("silent", funnel.invited_usable - funnel.invited)]
        lines += [("uninvited", funnel.usable - funnel.invited_usable)]
    lines += [("usable", funnel.usable), ("unknown", matched - funnel.usable)]
    lines += [("matched", matched), ("later", funnel.valued - matched)] if funnel.matched is not None else []
    answered = funnel.valued if answered is None else answered
    lines += [("valued", funnel.valued), ("contacts", answered - funnel.valued)]
    lines += [("unanswered", customers - answered), ("report", customers)]
    lines += [("aside", in_file - customers), ("file", in_file)] if in_file is not None else []
    return pd.DataFrame([(step, n) for step, n in lines if n or step in SUMS], columns=["step", "persons"])
