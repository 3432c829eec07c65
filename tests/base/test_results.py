"""Marks of hidden figures, and what may be published of a type."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import sub
from typing import Annotated

import pandas as pd
import pytest

from helpers.base.results import (
    HIDDEN,
    Estimate,
    Gap,
    Support,
    as_figures,
    behind,
    derived,
    fits_form,
    form,
    is_hidden,
    is_seen,
    public,
    told_by,
)
from tests.each import each


@dataclass(frozen=True)
class Part:
    """A result as the kit's are."""

    name: str = public()
    ltv: float | None = told_by("ltv")
    inner: int | None = told_by("ltv", published=False)
    parts: Annotated[Mapping[str, Gap], ("a", "b")] = public()
    support: Support | None = behind()


GAP = Gap(1.0, 0.5, None, Estimate(2.0, 1.0, 3.0))
PART = Part("x", 0.0, 7, {"a": GAP}, Support(pd.Series(["C0042"]), pd.DataFrame({"ltv": [5.0]})))


def test_a_hidden_figure_is_neither_nothing_nor_zero():
    assert not HIDDEN and HIDDEN is not None and is_hidden(HIDDEN) and not is_seen(HIDDEN)
    assert is_seen(0) and not is_hidden(0) and not is_seen(None)


@pytest.mark.parametrize("calculation", [lambda: HIDDEN + 1, lambda: HIDDEN < 1, lambda: float(HIDDEN)])
def test_nothing_is_computed_with_a_mark(calculation):
    with pytest.raises(TypeError):
        calculation()


def test_what_is_derived_of_a_hidden_figure_is_hidden():
    assert derived(sub, 3.0, 1.0) == 2.0
    assert derived(sub, None, HIDDEN) is HIDDEN and derived(sub, 3.0, None) is None


def test_figures_leave_out_what_is_not_published_and_whom_they_are_of():
    gap = {"estimate": 1.0, "low": 0.5, "high": None, "ratio": {"estimate": 2.0, "low": 1.0, "high": 3.0}}
    assert as_figures(PART) == {"name": "x", "ltv": 0.0, "parts": {"a": gap}}
    assert as_figures(replace(PART, ltv=HIDDEN))["ltv"] is None


def test_the_form_of_a_type_is_what_its_figures_have():
    gap = {"estimate": float, "low": float, "high": float}
    assert form(Part) == {"name": str, "ltv": float, "parts": dict.fromkeys("ab", gap | {"ratio": gap})}
    assert fits_form(as_figures(PART), form(Part))


@each("change", [{"inner": 7}, {"ltv": "5"}, {"name": 5}, {"parts": {"c": {}}}, {"parts": 5}])
def test_other_keys_and_kinds_do_not_fit(change):
    assert not fits_form(as_figures(PART) | change, form(Part))


def test_the_text_of_a_result_shows_nobody():
    assert "C0042" not in repr(PART) and "C0042" not in repr(PART.support)
