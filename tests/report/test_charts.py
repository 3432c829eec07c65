"""Charts show the frames they are given, and leave matplotlib as it was."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers.base.results import SEGMENTS
from helpers.report import drawing, style
from helpers.report.chart_text import ChartText
from helpers.report.style import png
from tests.report.legible import flaws

NAN = np.nan
WORDS = {"en": ("Detractors", "Passives", "Promoters"), "ja": ("批判者", "中立者", "推奨者")}
LONG = {
    "en": "Customers who would tell friends and colleagues to stay away",
    "ja": "この店を友人や同僚に薦める可能性がとても低いと答えた顧客、"
    "いわゆる批判者にあたるみなさまの集まりの全体(二〇二六年三月)",
}
TEXT = ChartText("A promoter brings more", "What, period, n, unit", "Simulated", format_value="¥{:,.0f}".format)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([20.0, 60.0, 109.0], ["$0", "$25", "$50", "$75", "$100"]),
        ([0.6, 1.04, 1.5], ["$0.00", "$0.50", "$1.00", "$1.50"]),
        ([800.0, 1_500.0, 2_100.0], ["$0", "$500", "$1,000", "$1,500", "$2,000"]),
    ],
)
def test_ticks_show_decimals_only_where_one_has_any(amounts, expected):
    nothing = [NAN] * 3
    frame = by_segment(lower=amounts, upper=nothing, value=amounts, low=nothing, high=nothing, label=["", "", ""])
    text = ChartText("", format_value=lambda value: f"${value:,.0f}" if value >= 100 else f"${value:.2f}")
    axes = drawing.stacked_bars(frame, text).axes[0]
    shown = {round(label.get_position()[0], 4): label.get_text() for label in axes.get_xticklabels()}
    assert [label for at, label in shown.items() if axes.get_xlim()[0] <= at <= axes.get_xlim()[1]] == expected


def by_segment(**columns: list) -> pd.DataFrame:
    """Three segments, given in the wrong order on purpose."""
    names = {"segment": SEGMENTS, "name": WORDS["en"], "note": ["n = 412", "n = 358", "n = 591"]}
    return pd.DataFrame(names | columns).iloc[::-1]


SCORES = pd.DataFrame(
    {
        "name": [str(score) for score in range(11)],
        "segment": ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2,
        "value": [count / 12 for count in [0, 0, 1, 0, 0, 2, 0, 3, 1, 2, 3]],
        "label": [f"{count}/12" for count in [0, 0, 1, 0, 0, 2, 0, 3, 1, 2, 3]],
    }
)
TOTALS = by_segment(label=["25 %", "33 %", "42 %"])
STAGES = pd.DataFrame({"name": ["All", "Asked", "Answered"], "value": [NAN, 400, 148], "label": ["", "400", "148"]})
VALUES = by_segment(
    lower=[16_900, NAN, 36_200], upper=[1_000, NAN, 12_000], value=[17_900, NAN, 48_200],
    low=[14_800, NAN, 42_700], high=[21_300, NAN, 54_100], label=["¥17,900", "", "¥48,200"],
)  # fmt: skip
GROUPS = VALUES.rename(columns={"value": "estimate"})
PAIRS = pd.DataFrame(
    {"name": ["Promoters − detractors", "Promoters − passives"], "estimate": [30_300, NAN],
     "low": [24_000, NAN], "high": [37_100, NAN], "label": ["¥30,300", ""]}
)  # fmt: skip
RATES = pd.concat(
    by_segment(panel=[panel] * 3, estimate=[0.1, NAN, 0.3], low=[0.05, NAN, 0.25], high=[0.2, NAN, 0.35],
               label=["10 %", "", "30 %"])
    for panel in ("Repeat", "Complaint", "Refund")
)  # fmt: skip
DOTS = pd.DataFrame(
    {"name": ["Major", "Minor", "Near miss"], "value": [0, 29, NAN], "other": [10, 29, 3000],
     "value_label": ["0", "29", ""], "other_label": ["10", "29", "3,000"]}
)  # fmt: skip
RESPONSE = pd.DataFrame(
    {"panel": ["By channel", "By channel", "By spend"], "name": ["ads", "mall", "none"],
     "estimate": [0.3, NAN, 0.4], "low": [0.2, NAN, 0.35], "high": [0.4, NAN, 0.45], "whole": 0.35,
     "label": ["30 %", "", "40 %"]}
)  # fmt: skip
STEPS = pd.DataFrame(
    {"name": ["Told", "Won", "They bring"], "value": [3204, NAN, 5.6e6],
     "label": ["3,204 people", "", "¥5.6 million"], "apart": [False, False, True]}
)  # fmt: skip

WAYS = pd.DataFrame(
    {
        "name": ["As reported", "Medians", "Trimmed"],
        "note": ["", "n = 9", ""],
        "estimate": [22.0, -3.0, NAN],
        "low": [16.0, -9.0, NAN],
        "high": [28.0, 4.0, NAN],
        "label": ["¥22", "−¥3", "not shown"],
        "strong": [True, False, False],
    }
)
BALANCE = pd.DataFrame(
    {"name": ["Tenure", "Tenure × region"], "before": [0.8, 1.1], "after": [0.02, 0.13],
     "label": ["0.80 to 0.02", "1.10 to 0.13"]}
)  # fmt: skip
HEAPS = pd.DataFrame(
    {"name": ["4", "5", "11 or more"], "value": [3, 9, 0], "strong": [False, True, False], "label": ["3", "1,009", "0"]}
)
CURVE = pd.DataFrame(
    {"score": range(11), "segment": SCORES["segment"], "estimate": [NAN, *range(8_000, 18_000, 1_000)],
     "low": [NAN, *range(7_000, 17_000, 1_000)], "high": [NAN, *range(9_000, 19_000, 1_000)],
     "smooth": [NAN, *range(8_000, 18_000, 1_000)]}
)  # fmt: skip
SPREAD = pd.DataFrame(
    {"segment": ["detractor"] * 3 + ["promoter"] * 2, "at_least": [-np.inf, 0, 10_000, -np.inf, 10_000],
     "below": [0, 10_000, np.inf, 10_000, np.inf], "share": [0.5, 0.3, 0.2, 0.6, 0.4]}
)  # fmt: skip
SPANS = by_segment(first=[0, 7, 9], last=[6, 8, 10]).iloc[::-1]
PLANE = pd.DataFrame(
    {"name": ["Delivery", "Price", "Quality", "Service"], "x": [3.1, 4.0, 4.02, 4.6], "x_low": [3.0, 3.9, 3.9, 4.5],
     "x_high": [3.2, 4.1, 4.1, 4.7], "y": [0.3, 0.05, 0.06, 0.0], "y_low": [0.2, 0.0, 0.0, 0.0],
     "y_high": [0.4, 0.1, 0.1, 0.01], "strong": [True, False, False, False]}
)  # fmt: skip
REPORTS = pd.DataFrame(
    {"as_of": [date(2025, 1 + month, 1) for month in range(8)], "estimate": [*range(7), NAN], "low": -1.0, "high": 9.0,
     "label": [f"¥{1000 + month:,}" for month in range(8)]}
)  # fmt: skip

FRAMES = {
    "segment_bars": (SCORES, TOTALS),
    "step_bars": (STAGES,),
    "stacked_bars": (VALUES,),
    "means_and_differences": (GROUPS, PAIRS, SPREAD),
    "rate_panels": (RATES,),
    "dot_pairs": (DOTS,),
    "flow": (STEPS,),
    "rate_rows": (RESPONSE,),
    "forest": (WAYS,),
    "love": (BALANCE, 0.1),
    "count_bars": (HEAPS,),
    "score_dots": (CURVE, SPANS),
    "quadrant_dots": (PLANE, (4.0, 0.05)),
    "trend": (REPORTS,),
}
every_chart = pytest.mark.parametrize("name", FRAMES)


def draw(name: str, text: ChartText = TEXT) -> Figure:
    return getattr(drawing, name)(*FRAMES[name], text)


def tables(name: str) -> list[pd.DataFrame]:
    """The frames among what a chart is given."""
    return [given for given in FRAMES[name] if isinstance(given, pd.DataFrame)]


def marked(figure: Figure, gid: str) -> list:
    """Artists of a figure whose id is `gid`, or begins with it and a colon."""
    return [a for a in figure.findobj() if a.get_gid() == gid or (a.get_gid() or "").startswith(f"{gid}:")]


def labels(figure: Figure) -> list[str]:
    return [label.get_text() for label in marked(figure, "label")]


# Every chart


@every_chart
def test_leaves_pyplot_settings_and_frames_alone(name):
    plt.get_backend()  # choosing a backend is a setting too, made once
    settings, frames = dict(mpl.rcParams), [frame.copy() for frame in tables(name)]
    png(draw(name))
    assert dict(mpl.rcParams) == settings and plt.get_fignums() == []
    for before, after in zip(frames, tables(name), strict=True):
        pd.testing.assert_frame_equal(before, after)


@every_chart
def test_places_do_not_depend_on_memory(name):
    """The layout's solver orders by address: what it gives may differ in the last digits, which are cut."""
    bounds = [edge for axes in draw(name).axes for edge in axes.get_position(original=True).bounds]
    assert bounds and all(abs(edge - round(edge, 6)) < 1e-12 for edge in bounds)


@pytest.mark.slow
@every_chart
def test_same_bytes_whatever_the_reader_has_set(name):
    figure = draw(name)
    first = png(figure)
    assert png(figure) == first and b"matplotlib" not in first.lower()
    seen = {"font.size": 30, "figure.dpi": 50, "savefig.bbox": "tight", "axes.facecolor": "red", "lines.markersize": 20}
    with mpl.rc_context(seen | {"xtick.major.size": 9, "grid.linestyle": ":", "patch.linewidth": 4}):
        assert png(draw(name)) == first


@every_chart
@pytest.mark.parametrize("language", LONG)
def test_can_be_read_on_a_phone(name, language):
    names = dict(zip(WORDS["en"], WORDS[language], strict=True))
    frames = [renamed(frame, lambda words: names.get(words, words)) for frame in FRAMES[name]]
    assert flaws(getattr(drawing, name)(*frames, TEXT)) == []


@every_chart
@pytest.mark.parametrize("language", LONG)
def test_long_names_can_be_read_on_a_phone(name, language):
    words = LONG[language]
    frames = [renamed(frame, lambda name: words + name) for frame in FRAMES[name]]
    text = replace(TEXT, title=words * 3, subtitle=words, note=words, x=words, first_panel=words, second_panel=words)
    figure = getattr(drawing, name)(*frames, text)
    assert flaws(figure) == []
    png(figure)  # a glyph that no font has would warn, and warnings are errors


def renamed(frame, change):
    """A frame whose names of rows and panels are changed."""
    columns = {"name", "panel"} & set(frame) if isinstance(frame, pd.DataFrame) else ()
    return frame.assign(**{column: frame[column].map(change) for column in columns}) if columns else frame


@pytest.mark.parametrize(
    ("words", "at", "size", "flaw"),
    [("Other", (0.2, 0.5), 10.3, "meet"), ("Small", (0.5, 0.9), 9.9, "small"), ("Beyond", (0.99, 0.1), 11, "off")],
)
def test_what_cannot_be_read_is_found(words, at, size, flaw):
    figure = Figure(figsize=(style.WIDTH, 2))
    figure.text(0.2, 0.5, "Words")
    figure.text(*at, words, size=size)
    assert [found.split(":")[0] for found in flaws(figure)] == [flaw]


@every_chart
def test_words_come_from_the_caller_alone_in_a_japanese_face_that_can_be_read(name):
    given = " ".join(str(cell) for frame in tables(name) for cell in frame.to_numpy().ravel())
    given += f"{TEXT.title} {TEXT.subtitle} {TEXT.note} {TEXT.missing}"
    texts = [text for text in draw(name).findobj(mpl.text.Text) if text.get_text()]
    assert {word for text in texts for word in text.get_text().split() if word.isalpha() and word not in given} == set()
    assert {text.get_fontfamily()[0] for text in texts} == {"IPAexGothic"}
    assert {text.get_fontweight() for text in texts} <= {"normal", 400}
    printed = 100 / 25.4  # inches
    assert min(text.get_fontsize() for text in texts) * printed / style.WIDTH >= 9


@every_chart
def test_names_a_missing_column(name):
    frame, *others = FRAMES[name]
    column = next(c for c in frame if c != "note")
    with pytest.raises(ValueError, match=column):
        getattr(drawing, name)(frame.drop(columns=column), *others, TEXT)


def test_unknown_segment_is_an_error_that_keeps_the_name_to_itself():
    with pytest.raises(ValueError, match="segment") as error:
        drawing.stacked_bars(VALUES.assign(segment="Aiko"), TEXT)
    assert "Aiko" not in str(error.value)


@pytest.mark.parametrize("title", ["From $5 to $7", "≥ 30 % · ¥1,000 − ¥2,000 …", "薦める人は「多い」。"])
def test_titles_are_taken_literally(title):
    figure = drawing.stacked_bars(VALUES, ChartText(title))
    png(figure)
    assert figure.texts[0].get_text() == title and not figure.texts[0].get_parse_math()


# Single charts


def test_dots_in_a_plane_stand_between_their_ends_and_are_named():
    text = replace(TEXT, first_panel="mend first", x="rated", y="goes with it")
    figure = drawing.quadrant_dots(PLANE, (4.0, 0.05), text)
    across, up = marked(figure, "across:0")[0], marked(figure, "up:0")[0]
    assert list(across.get_xdata()) == [3.0, 3.2] and list(up.get_ydata()) == [0.2, 0.4]
    assert labels(figure) == ["mend first", "Delivery", "Price", "Quality", "Service"]
    assert sorted(line.get_xdata()[0] for line in marked(figure, "cut")) == [0, 4.0]
    assert [to_hex(dot.get_markerfacecolor()) for dot in marked(figure, "dot")].count("#222222") == 1
    assert flaws(figure) == []


@pytest.mark.parametrize("seed", range(3))
def test_ten_dots_in_a_plane_can_be_read(seed):
    rng = np.random.default_rng(seed)
    x, y, names = (
        rng.normal(3.6, 0.4, 10),
        rng.gamma(1, 0.05, 10),
        [f"{number} 電話・メールの応対" for number in range(10)],
    )
    ends = {"x_low": x - 0.1, "x_high": x + 0.1, "y_low": y - 0.02, "y_high": y + 0.03, "strong": False}
    frame = pd.DataFrame({"name": names, "x": x, "y": y, **ends})
    assert flaws(drawing.quadrant_dots(frame, (3.6, 0.05), replace(TEXT, first_panel="まず改善"))) == []


def test_scores_stand_on_zero_in_the_colours_of_their_segments():
    figure = draw("segment_bars")
    bars = marked(figure, "bar")
    assert {bar.get_x() for bar in bars} == {0}
    assert [bar.get_width() for bar in bars] == [share for share in SCORES["value"] if share]
    colours = ["#d55e00"] * 2 + ["#8f8f8f"] * 2 + ["#0072b2"] * 2
    assert [to_hex(bar.get_facecolor()) for bar in bars] == colours
    assert {axes.get_xlim() for axes in figure.axes} == {(0, 0.25)}


def test_scores_stand_under_the_names_and_shares_of_their_segments():
    figure = draw("segment_bars")
    heads = [axes.get_title("left") for axes in figure.axes]
    assert heads == ["Detractors 25 %", "Passives 33 %", "Promoters 42 %"]
    assert [len(axes.findobj(lambda a: a.get_gid() == "name")) for axes in figure.axes] == [7, 2, 2]
    assert [name.get_text() for name in marked(figure, "name")] == [str(score) for score in range(11)]


def test_scores_without_a_segment():
    figure = drawing.segment_bars(SCORES[SCORES["segment"] != "passive"], TOTALS, TEXT)
    assert [axes.get_title("left") for axes in figure.axes] == ["Detractors 25 %", "Promoters 42 %"]


def test_funnel_shows_an_unknown_stage_by_its_label_alone():
    figure = draw("step_bars")
    assert [bar.get_width() for bar in marked(figure, "bar")] == [400, 148]
    assert [bar.get_x() for bar in marked(figure, "bar")] == [0, 0]
    assert labels(figure) == ["—", "400", "148"]


def test_funnel_has_its_first_stage_on_top():
    bottom, top = draw("step_bars").axes[0].get_ylim()
    assert bottom > top


def test_value_bars_stack_from_zero_in_segment_order():
    figure = draw("stacked_bars")
    assert [bar.get_gid() for bar in marked(figure, "lower")] == ["lower:detractor", "lower:promoter"]
    assert [bar.get_x() for bar in marked(figure, "lower")] == [0, 0]
    assert [bar.get_x() for bar in marked(figure, "upper")] == [16_900, 36_200]
    assert [bar.get_width() for bar in marked(figure, "upper")] == [1_000, 12_000]
    assert all(bar.get_hatch() for bar in marked(figure, "upper"))
    assert figure.axes[0].get_xlim()[0] == 0


def test_value_interval_ends_at_low_and_high():
    line = marked(draw("stacked_bars"), "interval:promoter")[0]
    assert list(line.get_xdata()) == [42_700, 54_100]


def test_too_small_a_segment_shows_its_n_and_a_dash():
    figure = draw("stacked_bars")
    assert labels(figure) == ["¥17,900", "—", "¥48,200"]
    assert not marked(figure, "dot:passive") and not marked(figure, "interval:passive")
    assert [note.get_text() for note in marked(figure, "note")] == ["n = 412", "n = 358", "n = 591"]


def test_negative_ltv_runs_left_and_its_lrv_right():
    loss = VALUES.assign(lower=-6_000.0, upper=3_500.0, value=-2_500.0, low=-4_000.0, high=-1_000.0)
    figure = drawing.stacked_bars(loss, TEXT)
    ltv, lrv = marked(figure, "lower")[0], marked(figure, "upper")[0]
    assert (ltv.get_x() + ltv.get_width(), lrv.get_x(), lrv.get_width()) == (-6_000, 0, 3_500)
    assert marked(figure, "dot")[0].get_xdata() == [-2_500]


def test_without_lrv_the_dot_is_at_ltv():
    figure = drawing.stacked_bars(VALUES.assign(upper=NAN, value=NAN), TEXT)
    assert [dot.get_xdata()[0] for dot in marked(figure, "dot")] == [16_900, 36_200]
    assert marked(figure, "upper") == []


@pytest.mark.parametrize("lower", [100.0, 24_000.0])
def test_names_of_the_two_parts_never_meet(lower):
    text = ChartText("", lower_part="What they buy themselves", upper_part="What their friends buy")
    figure = drawing.stacked_bars(VALUES.assign(lower=lower, upper=48_200 - lower), text)
    first, second = (name.get_window_extent() for name in marked(figure, "part"))
    assert first.x1 < second.x0


def test_nothing_known_is_drawn_without_a_scale():
    unknown = VALUES.assign(lower=NAN, upper=NAN, value=NAN, low=NAN, high=NAN, label="")
    figure = drawing.stacked_bars(unknown, TEXT)
    assert labels(figure) == ["—"] * 3
    assert list(figure.axes[0].get_xticks()) == []


def test_gaps_have_a_zero_line_and_one_scale():
    figure = draw("means_and_differences")
    assert [list(line.get_xdata()) for line in marked(figure, "zero")] == [[0, 0], [0, 0]]
    top, bottom = figure.axes
    assert top.get_xlim() == bottom.get_xlim()


def test_gap_intervals_end_at_low_and_high():
    lines = marked(draw("means_and_differences"), "interval")
    assert [list(line.get_xdata()) for line in lines] == [
        [14_800, 21_300],
        [42_700, 54_100],
        [24_000, 37_100],
    ]
    assert [to_hex(line.get_color()) for line in lines] == ["#d55e00", "#0072b2", "#555555"]


def test_the_shape_of_a_group_has_areas_like_its_shares():
    """An open bin ends a bin's width, 10,000, beyond the outermost end of any; the mean of few has no shape."""
    shapes = {shape.get_gid(): shape.get_data() for shape in marked(draw("means_and_differences"), "spread")}
    assert set(shapes) == {"spread:detractor", "spread:promoter"}
    assert [list(shape.edges) for shape in shapes.values()] == [[-10_000, 0, 10_000, 20_000], [-10_000, 10_000, 20_000]]
    areas = [-(shape.values - shape.baseline) * np.diff(shape.edges) for shape in shapes.values()]
    assert np.concatenate(areas) / areas[0][0] == pytest.approx(SPREAD["share"] / 0.5)


def test_groups_without_shapes_take_less_room():
    figures = [drawing.means_and_differences(GROUPS, PAIRS, spread, TEXT) for spread in (SPREAD, SPREAD[:0])]
    assert marked(figures[1], "spread") == []
    assert figures[0].get_figheight() > figures[1].get_figheight()


def test_gap_of_too_few_answers_is_a_dash():
    figure = draw("means_and_differences")
    assert labels(figure) == ["¥17,900", "—", "¥48,200", "¥30,300", "—"]
    assert len(marked(figure, "dot")) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_one_panel_a_kpi_each_from_zero(count):
    one = RATES[RATES["panel"] == "Repeat"]
    frame = pd.concat([one.assign(panel=f"KPI {number}") for number in range(count)])
    figure = drawing.rate_panels(frame, TEXT)
    assert [axes.get_title("left") for axes in figure.axes] == [f"KPI {number}" for number in range(count)]
    assert {axes.get_xlim()[0] for axes in figure.axes} == {0}
    assert labels(figure) == ["10 %", "—", "30 %"] * count


def test_kpi_rows_line_up_when_a_segment_is_absent():
    full, other = RATES[RATES["panel"] == "Repeat"], RATES[RATES["panel"] == "Refund"]
    figure = drawing.rate_panels(pd.concat([full, other[other["segment"] == "promoter"]]), TEXT)
    assert len({dot.get_ydata()[0] for dot in marked(figure, "dot:promoter")}) == 1
    assert labels(figure) == ["10 %", "—", "30 %", "—", "—", "30 %"]


def test_pairs_of_counts_have_a_place_for_zero():
    figure = draw("dot_pairs")
    assert [dot.get_xdata()[0] for dot in marked(figure, "value")] == [0, 29]
    assert [dot.get_xdata()[0] for dot in marked(figure, "other")] == [10, 29, 3000]
    assert figure.axes[0].get_xlim()[0] < 0
    assert [name.get_text() for name in marked(figure, "name")] == ["Major", "Minor", "Near miss"]


def test_money_stands_apart_from_people():
    people, money = draw("flow").axes
    assert [bar.get_width() for bar in people.patches] == [3204]
    assert len(money.patches) == 0
    assert people.get_xlim() == (0, 3204)


# Lines


def naive_widths(words: str, size: float) -> list[float]:
    return [style.width(line, size) for line in words.split("\n")]


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("limit", [0.9, 1.7, 7.0])
def test_lines_fit_and_lose_nothing(language, limit):
    broken = style.wrapped(LONG[language] * 2, 11, limit)
    assert max(naive_widths(broken, 11)) <= limit
    assert "".join(broken.split()) == "".join((LONG[language] * 2).split())


def test_no_japanese_line_begins_with_a_closing_mark():
    lines = style.wrapped("推奨者は多い。「また買う」と言う、と聞いた。" * 3, 11, 1.9).split("\n")
    assert not {line[0] for line in lines} & set("、。」")


@pytest.mark.parametrize(
    "words",
    ["Detractors write “味 良い”, promoters “late box”", "批判者では「nothing special」、推奨者では「late box」"],
)
def test_quoted_words_stay_on_one_line_where_they_fit(words):
    for limit in (1.6, 1.8, 2.0, 2.5):
        broken = style.wrapped(words, 11, limit)
        assert all(quoted in broken for quoted in re.findall("“.*?”|「.*?」", words))
    assert max(naive_widths(style.wrapped(f"“{'late box ' * 9}”", 11, 1.0), 11)) <= 1.0


def test_nothing_stays_nothing():
    assert style.wrapped("", 11) == ""
    assert style.height("", 11) == 0


def test_rate_rows_have_a_panel_a_kind_on_one_scale():
    figure = draw("rate_rows")
    assert [axes.get_title("left") for axes in figure.axes] == ["By channel", "By spend"]
    first, second = figure.axes
    assert first.get_xlim() == second.get_xlim() and first.get_xlim()[0] == 0
    ends = [line.get_xdata().tolist() for line in marked(figure, "interval")]
    assert ends == [[0.2, 0.4], [0.35, 0.45]]  # the hidden one has neither line nor dot
    assert [dot.get_xdata()[0] for dot in marked(figure, "dot")] == [0.3, 0.4]
    assert [line.get_xdata()[0] for line in marked(figure, "whole")] == [0.35, 0.35]
    assert labels(figure) == ["30 %", TEXT.missing, "40 %"]


def test_a_forest_draws_each_estimate_where_it_lies():
    axes = drawing.forest(WAYS, TEXT).axes[0]
    dots = {line.get_gid(): float(line.get_xdata()[0]) for line in axes.lines if str(line.get_gid()).startswith("dot:")}
    ends = {
        line.get_gid(): [*map(float, line.get_xdata())] for line in axes.lines if "interval:" in str(line.get_gid())
    }
    assert dots == {"dot:0": 22.0, "dot:1": -3.0}
    assert ends == {"interval:0": [16.0, 28.0], "interval:1": [-9.0, 4.0]}
    assert axes.get_xlim()[0] < -9 and axes.get_xlim()[1] > 28
    assert [label.get_text() for label in axes.texts if label.get_gid() == "label"] == ["¥22", "−¥3", "not shown"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_forest_keeps_long_names_apart(language):
    figure = drawing.forest(WAYS.assign(name=LONG[language]), TEXT)
    names = [text.get_window_extent() for text in figure.axes[0].texts if text.get_gid() == "name"]
    assert all(upper.y0 > lower.y1 for upper, lower in pairwise(names))


def test_heaps_are_bars_from_zero_with_round_numbers_in_ink():
    frame = pd.DataFrame({"name": ["4", "5"], "value": [3, 9], "strong": [False, True], "label": ["3", "9"]})
    bars = drawing.count_bars(frame, TEXT).axes[0].patches
    assert [float(bar.get_width()) for bar in bars] == [3, 9] and {bar.get_x() for bar in bars} == {0}
    assert [to_hex(bar.get_facecolor()) == style.INK.lower() for bar in bars] == [False, True]


@pytest.mark.slow
def test_seaborn_is_loaded_for_the_chart_that_it_draws_alone():
    code = """if True:
        import sys
        import pandas as pd
        from helpers.report import drawing, sections, style
        frame = pd.DataFrame({"name": ["Asked"], "value": [9], "label": ["9"]})
        style.png(drawing.step_bars(frame, style.ChartText("")))
        assert "seaborn" not in sys.modules
        drawing.count_bars
        assert "seaborn" in sys.modules"""
    subprocess.run([sys.executable, "-c", code], check=True)
