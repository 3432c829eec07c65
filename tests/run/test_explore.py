"""Sliders: the sentence beside them is the report's, with one parameter moved."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ipywidgets import HTML, SelectionSlider, VBox

from helpers.base.errors import KitError
from helpers.report import sections
from helpers.report.steps import write_step
from helpers.run import explore
from helpers.run.explore import Study
from helpers.run.settings import checked
from tests.report.seen import lines, seen

CUSTOMERS = 400
MOVED = ("gross_margin_rate", "acquisition_cost", "conversion")


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return explore.finished_run("sample")


@pytest.fixture
def shown(monkeypatch):
    """The boxes and sentences that were displayed."""
    found = []
    monkeypatch.setattr(explore, "display", found.append)
    return found


def changed(study, **changes):
    """The study of a run with other settings."""
    return replace(study, settings=checked({**study.settings.model_dump(), **changes}))


def table(study, parameter):
    """Answers at a few values of a parameter."""
    (grid,) = seen(explore.at_values(study, parameter), study.report).tables
    return grid


def shop(acquisition_cost=0.0, **changes):
    """Four customers without answers, three of them new, three buyers; costs in a list are the file's own column."""
    rows = pd.DataFrame(
        {
            "acquired_on": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03", "2020-01-01"]),
            "acquisition_channel": ["ads", "ads", "mall", "ads"],
            "orders": [1, 0, 2, 1],
            "net_amount": [10_000, 0, 5_000, 3_000],
        }
    )
    if isinstance(acquisition_cost, list):
        rows, acquisition_cost = rows.assign(acquisition_cost=pd.array(acquisition_cost, dtype="Int64")), 0.0
    made = {"as_of": "2026-04-01", "conversion": 0.1, "acquisition_cost": acquisition_cost}
    return Study(checked({**made, **changes}), rows, None)


def test_the_sample_needs_no_run(study):
    assert study.settings.report_name == "sample" and len(study.customers) > CUSTOMERS
    assert study.words.currency == "JPY"


def test_a_report_that_was_never_run_is_named():
    with pytest.raises(KitError, match=r"^E-STEP-MISSING out/nowhere: ") as caught:
        explore.finished_run("nowhere")
    assert caught.value.said("ja").startswith("E-STEP-MISSING out/nowhere: レポートがありません。")


def test_a_finished_run_is_read_with_its_own_settings(study, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    mine = study.settings.model_copy(update={"report_name": "mine", "gross_margin_rate": 0.25})
    for step, rows in (("customers", study.customers), ("responses", study.answers)):
        write_step(mine, step, rows, {})
    kept = json.dumps(mine.model_dump(mode="json"))
    (tmp_path / "mine" / "private" / "settings.json").write_text(kept, encoding="utf-8")
    found = explore.finished_run("mine")
    assert found.settings.gross_margin_rate == 0.25 and len(found.customers) == len(study.customers)


def test_the_sentence_is_the_reports_answer(study):
    settings = study.settings.model_copy(update={"resamples": explore.RESAMPLES_WHILE_MOVING, "gross_margin_rate": 0.3})
    result = explore.comparison(study.customers, study.answers, settings)
    (said,) = seen(
        sections.answer(result), replace(study.report, settings=settings.model_copy(update={"note": ""}))
    ).sentences
    assert explore.answer_sentence(study, gross_margin_rate=0.3) == said


def test_the_answer_stands_with_the_note(study):
    headline, note = seen(explore.answer(changed(study, note="Simulated.")), study.report).parts
    assert (str(headline), headline.kind) == (explore.answer_sentence(study), "headline")
    assert (str(note), note.kind) == (study.settings.note, "note")


def test_a_value_out_of_range_is_refused_by_name(study):
    with pytest.raises(KitError, match=r"gross_margin_rate"):
        explore.answer_sentence(study, gross_margin_rate=1.5)


def test_the_cost_moved_stands_in_for_the_costs_of_the_file(study):
    filed = replace(study, customers=study.customers.assign(acquisition_cost=999))
    assert explore.answer_sentence(filed, acquisition_cost=2000) == explore.answer_sentence(
        study, acquisition_cost=2000
    )
    free = replace(filed, settings=changed(study, acquisition_cost=0.0).settings)
    assert explore.answer_sentence(free) != explore.answer_sentence(
        free, acquisition_cost=0
    )  # unmoved, the file's 999 hold


@pytest.mark.parametrize(
    ("least", "step"), [(0, 1), (-3, 1), (1, 1), (1.01, 2), (2.5, 5), (5.1, 10), (350, 500), (0.012, 0.02), (0.3, 0.5)]
)
def test_steps_are_round(least, step):
    assert explore._round_step(least) == step


def test_margins_are_tried_over_their_whole_range(study):
    scale = explore.tried(changed(study, gross_margin_rate=0.33), "gross_margin_rate")
    assert (scale.own, scale.stops[0], scale.stops[-1], len(scale.stops)) == (0.33, 0.05, 1, 21)
    assert [scale.text(value) for value in scale.fixed] == ["20%", "40%", "60%", "80%", "100%"]


def test_costs_are_tried_up_to_twice_the_reports(study):
    scale = explore.tried(changed(study, acquisition_cost=3700.0), "acquisition_cost")  # 2 × 3700 / 20 = 370, so 500
    assert scale.stops == tuple(sorted([3700, *range(0, 10_001, 500)]))
    assert scale.own == 3700 and scale.fixed == (0, 2500, 5000, 7500, 10_000)


def test_without_a_cost_they_are_tried_up_to_twice_what_a_buyer_bought():
    scale = explore.tried(shop(currency="USD"), "acquisition_cost")  # (100 + 50 + 30) / 3 = 60, 120 / 20 = 6, so 10
    assert (scale.own, scale.stops) == (0, tuple(range(0, 201, 10)))
    assert [scale.text(value) for value in scale.fixed] == ["$0.00", "$50", "$100", "$150", "$200"]


def test_costs_by_channel_or_customer_start_at_the_mean_of_new_customers():
    by_channel = shop(acquisition_cost={"ads": 60.0, "other": 10.0})  # new: ads, ads, mall, so 130 / 3
    assert explore.tried(by_channel, "acquisition_cost").own == 43.3
    filed = shop(acquisition_cost=[100, 400, None, 900], currency="USD")  # in cents; new: 1 + 4 + 0, so 5 / 3
    assert explore.tried(filed, "acquisition_cost").own == 1.67


def test_where_nothing_was_bought_costs_are_tried_in_steps_of_one():
    empty = shop()
    empty = replace(empty, customers=empty.customers.assign(orders=0, net_amount=0))
    assert explore.tried(empty, "acquisition_cost").stops == tuple(range(21))


@pytest.mark.parametrize(
    ("own", "fixed"),
    [
        (0.2, (0, 0.1, 0.2, 0.4, 1)),
        (0.0004, (0, 0.0002, 0.0004, 0.0008, 1)),
        (0.5, (0, 0.125, 0.25, 0.5, 1)),  # twice it is the end
        (1, (0, 0.25, 0.5, 1)),
        (1.6, (0, 0.4, 0.8, 1.6, 2)),  # more customers than influenced: the end lies above it
        (0, (0, 0.25, 0.5, 1)),
    ],
)
def test_conversions_are_tried_around_the_reports(study, own, fixed):
    scale = explore.tried(changed(study, conversion=own), "conversion")
    assert (scale.own, scale.fixed) == (own, fixed)
    assert {own, *fixed} <= set(scale.stops) and max(scale.stops) == fixed[-1]


def test_a_conversion_worked_out_is_rounded(study):
    k = explore.comparison(study.customers, study.answers, study.settings).referral.conversion
    scale = explore.tried(study, "conversion")
    assert scale.own == float(f"{k:.3g}") != k
    assert scale.fixed == (0, *(float(f"{scale.own * part:.3g}") for part in (0.5, 1, 2)), 1)


def test_unanchored_conversions_run_from_none_to_the_most_there_can_be(study):
    unrecorded = replace(study, customers=study.customers.drop(columns="acquisition_channel"))
    unrecorded = changed(unrecorded, acquisition_cost=2500.0)
    referral = explore.comparison(unrecorded.customers, study.answers, unrecorded.settings).referral
    scale, most = explore.tried(unrecorded, "conversion"), float(f"{referral.bound:.3g}")
    assert (scale.own, scale.fixed[0], scale.fixed[-1]) == (0, 0, most) and max(scale.stops) == most < 1


@pytest.mark.parametrize("parameter", MOVED)
@given(
    margin=st.floats(0.001, 1),
    cost=st.floats(0, 1e9) | st.just({"other": 12.5}),
    k=st.floats(0, 50, allow_subnormal=False),
    currency=st.sampled_from(["JPY", "USD"]),
)
@example(margin=1, cost=0, k=1e-300, currency="JPY")
@settings(deadline=None, max_examples=30)
def test_stops_rise_and_hold_all_that_is_shown(parameter, margin, cost, k, currency):
    moved = {"gross_margin_rate": margin, "acquisition_cost": cost, "conversion": k, "currency": currency}
    scale = explore.tried(shop(**moved), parameter)
    assert list(scale.stops) == sorted(set(scale.stops)) and 20 <= len(scale.stops) <= 31
    assert {scale.own, *scale.fixed} <= set(scale.stops)
    assert scale.fixed[-1] == scale.stops[-1] and 4 <= len(scale.fixed) <= 5
    for stop in (scale.stops[0], scale.stops[-1]):
        assert getattr(changed(shop(), **{parameter: stop}).settings, parameter) == stop


def test_a_parameter_without_a_slider_is_refused_by_name(study):
    with pytest.raises(
        KitError, match=r"^E-PARAMETER seed: .*gross_margin_rate, acquisition_cost, conversion"
    ) as caught:
        explore.tried(study, "seed")
    assert caught.value.said("ja").endswith("使えるもの: gross_margin_rate, acquisition_cost, conversion。")


def test_at_fixed_values_the_sentences_are_those_of_the_slider(study, monkeypatch):
    monkeypatch.setattr(explore, "answer_sentence", lambda study, **moved: f"{moved}")
    assert lines(table(changed(study, conversion=0.2), "conversion")) == [
        [text, f"{{'conversion': {float(text)}}}"] for text in ("0", "0.1", "0.2", "0.4", "1")
    ]


EN = ("Gross margin", "Acquisition cost of a new customer (JPY)", "Customers made by one influenced person (k)")
JA = ("粗利率", "新規顧客の獲得費用（円）", "影響を受けた1人から生まれる顧客の数（k）")


@pytest.mark.parametrize(("language", "heads"), [("en", EN), ("ja", JA)])
def test_labels_name_the_figure_and_its_unit(study, shown, monkeypatch, language, heads):
    monkeypatch.setattr(explore, "answer_sentence", lambda study, **moved: f"{moved}")
    spoken = changed(study, language=language)
    for parameter, head in zip(MOVED, heads, strict=True):
        explore.slider(spoken, parameter)
        assert (shown[-1].children[0].description, *table(spoken, parameter).rows)[:2] == (head, head)


def test_moving_the_slider_changes_the_sentence_beside_it(study, shown, monkeypatch):
    monkeypatch.setattr(explore, "answer_sentence", lambda study, **moved: f"<b>{moved['gross_margin_rate']}</b> & so")
    explore.slider(study, "gross_margin_rate")
    control, answer = shown[0].children
    assert isinstance(control, SelectionSlider) and isinstance(answer, HTML)
    assert (control.value, control.label, control.options[0], control.options[-1]) == (
        0.6, "60%", ("5.0%", 0.05), ("100%", 1.0)
    )  # fmt: skip
    assert "&lt;b&gt;0.6&lt;/b&gt; &amp; so</p>" in answer.value
    control.value = 0.3
    assert "&lt;b&gt;0.3&lt;/b&gt; &amp; so</p>" in answer.value


def without_answers(study):
    blank = ["segment", "score", "recommended_count", "influence", "warned_count"]
    return Study(study.settings, study.customers.assign(**dict.fromkeys(blank)).astype(study.customers.dtypes), None)


def whole_history(study):
    return changed(study, window_days=0)


def costs_ignored(study):
    return changed(study, acquisition_cost_rule="ignore")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "idle"),
    [(without_answers, "conversion"), (whole_history, "conversion"), (costs_ignored, "acquisition_cost")],
)
def test_where_a_figure_moves_nothing_that_is_said_once(study, shown, monkeypatch, change, idle):
    monkeypatch.setattr(explore, "RESAMPLES_WHILE_MOVING", 200)
    for parameter in MOVED:
        explore.slider(change(study), parameter)
    said = [str(item) for item in shown if not isinstance(item, VBox)]
    label = explore.tried(study, idle).label
    assert said == [f"{label}: the answer is the same at every value, for nothing in it depends on this figure."]
    assert len(shown) == 3 and not seen(explore.at_values(change(study), idle), study.report).parts


def test_without_answers_the_answer_says_so(study):
    assert explore.answer_sentence(without_answers(study), acquisition_cost=100).startswith(
        "No answers yet. A customer brought "
    )
    assert explore.answer_sentence(whole_history(study)).endswith("(LTV), without word of mouth.")
