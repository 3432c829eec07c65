"""Segments that stand where scores should."""

import json
import re

import pytest

from helpers.base.errors import KitError
from helpers.read.cells.coded import check_coded
from helpers.read.cells.tallies import answers_of
from tests.each import each


def question(counts, labels=None, *, declared=False, beside=()):
    """The error that a column of scores raises, None if it raises none."""
    try:
        return check_coded(answers_of(counts, labels or {}, "row of {}".format), lambda: beside, declared=declared)
    except KitError as error:
        return error


@each(
    ("counts", "labels", "scale"),
    [({"1": 1, "0": 1, "-1": 1}, {"1": 10, "0": 8, "-1": 0}, None),
     ({"１": 20, "−1.0": 1, "": 9, "N/A": 4}, {"1": 10, "0": 8, "-1": 0}, None),
     ({"+1": 2, "-1": 1}, {"1": 10, "0": 8, "-1": 0}, None),
     ({"100": 2, "0": 2, "-100": 1}, {"100": 10, "0": 8, "-100": 0}, None),
     ({"0": 5, "1": 5}, {"1": 10, "0": 0}, [0, 10, 7, 9]),
     ({"0": 5, "100": 5}, {"100": 10, "0": 0}, [0, 100, 70, 90]),
     ({"0": 5, "1": 2, "2": 3}, {"2": 10, "1": 8, "0": 0}, [0, 10, 7, 9]),
     ({"3": 5, "2": 10, "1": 5}, {"3": 10, "2": 8, "1": 0}, [1, 5, 4, 5]),
     ({"1": 49, "0": 48, "-1": 1, "7": 2}, {"1": 10, "0": 8, "-1": 0}, None)],
)  # fmt: skip
def test_codes_of_segments(counts, labels, scale):
    found = question(counts)
    assert found.code == "E-SCORE-CODED"
    for language in ("en", "ja"):
        said = found.said(language)
        assert f"score_labels: {json.dumps(labels)}" in said and "score: YOUR HEADER" in said
        told = re.search(r"score_scale: \[(\d+), (\d+)\]\n *passive_from: (\d+)\n *promoter_from: (\d+)", said)
        assert (told and [int(number) for number in told.groups()]) == scale
    assert question(counts, labels) is None  # the way out leads out
    assert question(counts, declared=True) is None or scale is None


@each(
    "counts",
    [{}, {"": 9}, {"1": 2}, {"0": 1, "-1": 1}, {"0": 5, "1": 4}, {"1": 30}, {"0": 30}, {"0": 9, "100": 0},
     {"1": 5, "2": 5, "3": 9}, {"2": 10, "3": 10}, {"0": 1, "1": 1, "2": 1}, {"-1": 3, "9": 4, "0": 1},
     {"1": 47, "0": 48, "-1": 1, "7": 3}, {"9": 30, "10": 30}, {"1": 9, "2": 9, "3": 9, "4": 9},
     {"Passive": 9, "Neutral": 3}, {"Promoter": 2}, {"Promoter": 7, "9": 3}, {"Promoter (9)": 9}, {"great": 9}],
)  # fmt: skip
def test_columns_that_may_be_scores(counts):
    assert question(counts) is None


@each(
    ("counts", "labels"),
    [({"Promoter": 5, "PROMOTER ": 1, "Passive": 3, "Detractor": 2}, {"promoter": 10, "passive": 8, "detractor": 0}),
     ({"推奨者": 5, "中立者": 3, "批判者": 1, "無回答": 9}, {"推奨者": 10, "中立者": 8, "批判者": 0}),
     ({"P": 2, "D": 1}, {"p": 10, "d": 0}), ({"Detractors": 4, "9": 1}, {"detractors": 0}),
     ({"promoter": 8, "elsewhere": 2}, {"promoter": 10})],
)  # fmt: skip
def test_segments_by_name(counts, labels):
    for declared in (False, True):
        found = question(counts, declared=declared)
        assert found.code == "E-SCORE-CODED"
        assert f"score_labels: {json.dumps(labels, ensure_ascii=False)}" in found.said("en")
        assert "score_scale" not in found.said("ja") and "elsewhere" not in found.said("en")
    assert question(counts, labels) is None


@pytest.mark.parametrize(
    ("beside", "line"), [(["設問5"], 'score: "設問5"\n'), (["a", "b", "c"], 'score: "a"  # or "b", "c"\n')]
)
def test_columns_beside_are_named(beside, line):
    found = question({"1": 6, "0": 2, "-1": 2, "x": 1}, beside=beside)
    assert line in found.said("en") and line in found.said("ja")
    assert (found.fields["inside"], found.fields["cells"], found.fields["held"]) == (10, 11, "-1, 0, 1")
