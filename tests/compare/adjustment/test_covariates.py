"""Covariates by hand: what each column is made of, what is left out, and that nothing of the window enters."""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
import yaml

from helpers.base.errors import KitError
from helpers.compare.adjustment import covariates as module
from helpers.compare.adjustment.attributes import attribute, steps
from helpers.compare.adjustment.covariates import attributes_asked, covariates

PEOPLE = 40


@pytest.fixture
def rows():
    """Forty customers, acquired two in a quarter since 2021; every second one bought before the window."""
    number = np.arange(PEOPLE)
    spent = np.where(number % 2, 1000 * number, 0)
    return pd.DataFrame(
        {
            "customer_id": [f"C{one:03d}" for one in number],
            "acquired_on": pd.Timestamp("2021-04-02") + pd.to_timedelta(45 * number, unit="D"),
            "orders_before": spent // 5000,
            "net_amount_before": spent,
            "net_amount": 7 * number,
        }
    )


def of(found, source):
    """Columns made of one source."""
    return [column.tolist() for name, column in zip(found.sources, found.values.T, strict=True) if name == source]


# By hand


def test_tenure_in_pieces(settings):
    # as_of 2026-04-01, a year's window from 2025-04-01: acquired 73 days before its end; 146 days before its start;
    # 365 days before the window before
    acquired = pd.to_datetime(["2026-01-18", "2024-11-06", "2023-04-02"])
    found = covariates(pd.DataFrame({"acquired_on": acquired}), settings(), window_before_covered=False)
    in_window, year_before, earlier, new, *steps, logarithm = of(found, "acquired_on")
    assert in_window == pytest.approx([0.2, 1, 1])
    assert year_before == pytest.approx([0, 0.4, 1])
    assert earlier == pytest.approx([0, 0, 1])
    assert new == [1, 0, 0]
    assert steps == [[0, 1, 1], [0, 0, 1]]  # a year and two; all other cuts part the same
    assert logarithm == pytest.approx(np.log([1.2, 2.4, 4]))
    assert found.kinds == (*["tenure"] * 6, "")


def test_steps_of_tenure_have_enough_on_each_side_and_between(settings):
    # 97 customers of half a year to 4.3 years, one of 8 years; a 25th of them is 4
    days = pd.Series([*(180 + 14 * np.arange(97)), *[8 * 365] * 3])
    acquired = pd.Timestamp("2026-04-01") - pd.to_timedelta(days, "D")
    found = covariates(pd.DataFrame({"acquired_on": acquired}), settings(), window_before_covered=False)
    steps = np.array([one for one in of(found, "acquired_on") if set(one) == {0, 1}][1:])  # the first: new
    sizes = sorted([0, 100, *steps.sum(axis=1)])
    assert np.diff(sizes).min() >= 4
    whole_years = [(days >= 365 * year).sum() for year in (1, 2, 3, 4)]
    assert {*whole_years} <= {*sizes} and (days >= 5 * 365).sum() not in sizes


def test_in_a_window_after_nobody_is_new(rows, settings):
    found = covariates(rows, settings(window="after"), window_before_covered=True)
    # time in the window is the same for all; years in the year before as_of, years before that, and their logarithm
    assert len([one for one in of(found, "acquired_on") if len(set(one)) > 2]) == 3


def test_unknown_day_of_acquisition_is_a_column(settings):
    acquired = pd.Series(pd.to_datetime(["2023-04-02", None, "2024-04-01"]))
    found = covariates(pd.DataFrame({"acquired_on": acquired}), settings(), window_before_covered=False)
    assert [0, 1, 0] in of(found, "acquired_on")


def test_earlier_spend(settings):
    spent = [0, -50, *([100] * 80), *([300] * 78)]  # 158 above zero: three bands, cut at 100 and at 300; median 100
    table = pd.DataFrame({"net_amount_before": spent, "orders_before": [0, 1, *([1] * 80), *([3] * 78)]})
    table["acquired_on"] = pd.Timestamp("2020-01-01")
    found = covariates(table, settings(), window_before_covered=True)
    columns = np.array(of(found, "net_amount_before"))[:, [0, 1, 2, -1]]
    there, size, *thirds, negative, amount, pace, lowest, highest = columns
    assert there.tolist() == [0, 0, 1, 1] and negative.tolist() == [0, 1, 0, 0]
    assert amount.tolist() == [0, 0, 100, 300]
    assert np.array(thirds).tolist() == [lowest.tolist(), highest.tolist()] == [[0, 0, 1, 1], [0, 0, 0, 1]]
    for logarithm in (size, pace):
        assert logarithm == pytest.approx(np.log([1, 1, 2, 4]))
    kinds = [kind for name, kind in zip(found.sources, found.kinds, strict=True) if name == "net_amount_before"]
    assert kinds == [*["spend"] * 4, *[""] * 5]
    assert np.array(of(found, "orders_before"))[:, [0, 1, 2, -1]] == pytest.approx(np.log([[1, 2, 2, 4]]))


def test_pace_counts_the_days_before_the_window(settings):
    table = pd.DataFrame({"net_amount_before": [100, 100], "orders_before": [1, 1]})
    table["acquired_on"] = pd.to_datetime(["2020-01-01", "2024-11-06"])  # the second: 146 of 365 days
    found = covariates(table, settings(), window_before_covered=True)
    assert of(found, "net_amount_before") == [pytest.approx(np.log([2, 1 + 1 / 0.4]))]


@pytest.mark.parametrize(("covered", "window"), [(False, 365), (True, 0)])
def test_earlier_spend_needs_the_window_before(rows, settings, covered, window):
    found = covariates(rows, settings(window_days=window), window_before_covered=covered)
    assert not found.earlier_spend
    assert set(found.sources) == {"acquired_on"}


def test_cost_of_a_new_customer_by_channel(rows, settings):
    channel = ["ads", "search"] * (PEOPLE // 2)
    costly = settings(acquisition_cost={"ads": 300.0, "search": 100.0})
    found = covariates(rows.assign(acquisition_channel=channel), costly, window_before_covered=False)
    label, cost = of(found, "acquisition_channel")
    new = rows["acquired_on"] >= "2025-04-01"
    assert label == [0, 1] * (PEOPLE // 2)
    assert cost == np.where(new, np.where(np.array(channel) == "ads", 300, 100), 0).tolist()


def test_subscription_alive_at_the_start(settings):
    dates = {
        "acquired_on": ["2020-01-01"] * 5,
        "subscription_started_on": ["2024-01-01", "2024-01-01", "2024-01-01", "2025-04-01", None],
        "subscription_ended_on": [None, "2025-03-31", "2025-06-01", None, None],
    }
    table = pd.DataFrame({name: pd.to_datetime(pd.Series(days)) for name, days in dates.items()})
    found = covariates(table, settings(), window_before_covered=False)
    assert of(found, "subscription_started_on") == [[1, 0, 1, 0, 0]]


def test_rare_labels_and_blanks_share_a_column():
    # of 1,000: a 600, b 350, c 19 and d 10 (both under 20), 21 blank
    cells = pd.Series(["a"] * 600 + ["b"] * 350 + ["c"] * 19 + ["d"] * 10 + [None] * 21, dtype="str")
    columns, reason = attribute(cells)
    assert reason == ""
    assert [column.sum() for column in columns] == [350, 50]
    assert columns[1][950:].all()


def test_numbers_in_text():
    cells = pd.Series([*map(str, range(20, 120)), None], dtype="str")
    (value, *stepped, blank), reason = attribute(cells)
    assert reason == ""
    assert (value[0], value[50], value[99], value[100]) == (pytest.approx(20.99), 70, pytest.approx(118.01), 69.5)
    assert [step.sum() for step in stepped] == [75, 50, 25]
    assert blank.tolist() == [0] * 100 + [1]


def test_flags():
    columns, _ = attribute(pd.Series([True, None, True, False] * 30, dtype="boolean"))
    assert sorted(column.sum() for column in columns) == [30, 30]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["x"] * PEOPLE, "alike"),
        ([None] * PEOPLE, "alike"),
        ([f"{1000 + one}" for one in range(PEOPLE)], "levels"),
        ([f"name {one}" for one in range(61)], "levels"),
    ],
)
def test_left_out(cells, reason):
    assert attribute(pd.Series(cells, dtype="str")) == ([], reason)


def test_steps_at_quantiles():
    # of 1 … 8 four bands: from 2.75, 4.5 and 6.25 on; the 9 is not among those that set them and reaches none
    values, among = np.arange(1.0, 10), np.arange(1, 10) < 9
    assert [step.tolist() for step in steps(values, among, 4)] == [
        [0, 0, 1, 1, 1, 1, 1, 1, 0],
        [0, 0, 0, 0, 1, 1, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 1, 1, 0],
    ]


# What may not enter


def test_no_column_constant_and_each_has_its_source(rows, settings):
    table = rows.assign(region=["north", "south"] * (PEOPLE // 2), only="one", crm_score=rows["net_amount"])
    table = table.assign(plan=["a", "b"] * (PEOPLE // 2), Rank="gold")
    found = covariates(table, settings(), window_before_covered=True)
    assert len(found.sources) == found.values.shape[1]
    assert (found.values.min(axis=0) < found.values.max(axis=0)).all()
    assert set(found.sources) == {"acquired_on", "net_amount_before", "orders_before", "region"}
    left_out = {"only": "alike", "crm_score": "export_day", "plan": "unknown_day", "Rank": "export_day"}
    assert found.left_out == left_out


def test_an_attribute_that_is_named_enters(rows, settings):
    table = rows.assign(plan=["a", "b"] * (PEOPLE // 2), crm_orders=[str(one) for one in range(PEOPLE)])
    chosen = settings(alike_on=["plan", "orders", "acquired_on"])  # the last is compared by anyway
    found = covariates(table, chosen, window_before_covered=False)
    assert of(found, "plan") == [[0, 1] * (PEOPLE // 2)]
    assert of(found, "crm_orders")[0][10] == 10 and found.left_out == {}
    assert attributes_asked(table, chosen) == {"plan": "unknown_day", "crm_orders": "export_day"}


@pytest.mark.parametrize("name", ["plans", "net_amount", "email", "customer_id", "segment", "acquisition_channel"])
def test_what_is_no_attribute_is_refused(name, rows, settings):
    table = rows.assign(plan="a", email="a@example.jp", segment="promoter")
    with pytest.raises(KitError, match=f"E-ALIKE-ON alike_on: the customers have no attribute {name}"):
        covariates(table, settings(alike_on=["plan", name]), window_before_covered=False)


def test_born_in_a_year(rows, settings):
    born = [f"{1950 + one}-02-03" for one in range(PEOPLE - 1)] + ["1900-01-01"]
    found = covariates(rows.assign(生年月日=born), settings(), window_before_covered=False)
    year, *_, blank = of(found, "生年月日")
    assert (year[10], blank) == (1960, [0] * (PEOPLE - 1) + [1])
    same = covariates(rows.assign(生年月日=[day[:4] for day in born]), settings(), window_before_covered=False)
    assert (same.values == found.values).all()


def test_codes_of_regions_are_no_numbers(rows, settings):
    codes = [f"{one % 13 + 1}" for one in range(13 * PEOPLE)]
    table = pd.concat([rows] * 13, ignore_index=True).assign(**{"都道府県(ID)": codes})
    columns = of(covariates(table, settings(), window_before_covered=False), "都道府県(ID)")
    assert [sum(column) for column in columns] == [PEOPLE] * 12


def test_nothing_of_the_window_or_the_answer_enters(rows, settings):
    later = {name: np.arange(PEOPLE) % 7 for name in module.LATER if name not in rows}
    ours = {"email": "a", "name": "b", "mail_consent": [True, False] * (PEOPLE // 2)}
    ends = pd.Timestamp("2025-04-01") + pd.to_timedelta(np.arange(PEOPLE), unit="D")
    started = pd.Series(pd.to_datetime(["2021-01-01", None] * (PEOPLE // 2)))
    plain = rows.assign(subscription_started_on=started, subscription_ended_on=pd.NaT)
    more = plain.assign(**later, **ours, net_amount=0, subscription_ended_on=ends)
    one, other = (covariates(table, settings(), window_before_covered=True) for table in (plain, more))
    assert one.sources == other.sources
    assert (one.values == other.values).all()


def test_canonical_columns_are_no_attributes():
    canonical = yaml.safe_load((files("helpers.read.columns") / "vocabulary.yaml").read_text(encoding="utf-8"))
    assert set(canonical["customers"]) == set(module.OURS)


def test_nobody(rows, settings):
    found = covariates(rows.head(0), settings(), window_before_covered=True)
    assert (found.values.size, found.sources) == (0, ())
