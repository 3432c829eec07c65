"""A batch: each report for itself, failures told, an index of all, for eyes and for spreadsheets."""

import csv
import json
import os
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from helpers.base.errors import KitError
from helpers.base.placing import RUNNING
from helpers.base.words import Words
from helpers.read import once
from helpers.read.once import table_once
from helpers.read.roles import canonical_table
from helpers.run.batch import batches
from helpers.run.batch.dots import Axis, axis, mark
from helpers.run.batch.entries import Entry, common_measure, over_time
from helpers.run.batch.findings import batch_headline, gap_counts, gaps_told
from helpers.run.batch.index import index_page
from helpers.run.batch.table import index_table
from helpers.run.batch.trends import trends
from helpers.run.settings import checked
from tests.each import each

EN = Words("en", "JPY")
COMPLAINTS = "data/sample/complaints.csv"


def found(nps=30.0, gap=3000.0, low=1000.0, high=5000.0, measure="value", passive=2500.0):
    """A summary: detractors bring 2,000; the NPS interval is 10 points to either side."""
    means = {"detractor": 2000.0, "passive": passive, "promoter": None if gap is None else 2000.0 + gap}
    block = {name: {measure: None if mean is None else {"mean": mean}} for name, mean in means.items()}
    ends = None if gap is None else {"estimate": gap, "low": low, "high": high}
    score = {"value": nps, "low": nps - 10, "high": nps + 10, "n": 100}
    return {"nps": score, "segments": block, "gaps": {"promoter_detractor": {measure: ends}}}


def entry(name="a", summary=None, error="", **changes):
    settings = checked({"as_of": "2026-04-01", "report_name": name, **changes})
    return Entry(settings, {} if error else summary or found(), error)


def months(*scores, **changes):
    return [entry(f"m{i}", found(score), as_of=f"2026-{i:02}-01", **changes) for i, score in enumerate(scores, 1)]


@pytest.fixture
def out(tmp_path, monkeypatch):
    """A folder of results."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return tmp_path / "out"


@pytest.fixture
def report(tmp_path, out):
    """Maker of a report; those named bad… fail."""

    def run_report(settings, progress):
        if settings.report_name.startswith("bad"):
            raise KitError("E-FILE-MISSING", file="<b>answers.csv</b>")
        folder = tmp_path / "out" / settings.report_name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "summary.json").write_text(json.dumps(found()), encoding="utf-8")
        return folder

    return run_report


@pytest.fixture
def run(tmp_path, report):
    """Runner of a batch of reports with these names or changes; says what was said."""

    def go(*reports, by=report, **common):
        reports = [{"report_name": one} if isinstance(one, str) else one for one in reports]
        path = tmp_path / "many.yaml"
        content = {"set": {"as_of": "2026-04-01", **common}, "reports": reports}
        path.write_text(json.dumps(content), encoding="utf-8")
        said = []
        index, failed = batches.run_batch(path, by, lambda step, seconds: None, lambda *lines: said.extend(lines))
        return index, failed, said

    return go


def rows(index):
    with index.with_name("index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def page(*entries, language="en", charts=()):
    return index_page("many", entries, Words(language, entries[0].settings.currency), dict(charts))


# The run


def test_every_report_has_its_row(run, out):
    index, failed, _ = run("a", "b")
    assert (index, failed) == (out / "many" / "index.html", 0)
    assert [row["Report"] for row in rows(index)] == ["a", "b"]


def test_a_failed_report_is_told_in_its_language_and_the_others_go_on(run):
    index, failed, said = run("a", {"report_name": "bad", "language": "ja"}, "c")
    reason = KitError("E-FILE-MISSING", file="<b>answers.csv</b>").said("ja")
    assert failed == 1 and reason in said
    assert [(row["Status"], row["Reason"]) for row in rows(index)] == [("done", ""), ("failed", reason), ("done", "")]
    assert 'lang="ja">E-FILE-MISSING &lt;b&gt;answers.csv' in index.read_text(encoding="utf-8")


def test_progress_tells_place_and_time_left(run, monkeypatch):
    clock = iter([0.0, 60.0, 60.0, 61.0, 241.0, 241.0, 242.0])
    monkeypatch.setattr(batches, "perf_counter", lambda: next(clock))
    said = [line for line in run("a", "bad", "c", "d")[2] if line.startswith("Report ")]
    assert said == [  # a took 60 s and c 180 s; what failed early tells nothing
        "Report 1 of 4: a",
        "Report 2 of 4: bad, about 3 min left",
        "Report 3 of 4: c, about 2 min left",
        "Report 4 of 4: d, about 2 min left",
    ]


def test_what_the_reports_have_in_common_is_read_once(run, report, out, monkeypatch):
    readings = []

    def reading(name, settings, *, describing=False):
        readings.append(name)
        return canonical_table(name, settings, describing=describing)

    def reading_report(settings, progress):
        assert len(table_once("complaints", settings).frame)
        return report(settings, progress)

    monkeypatch.setattr(once, "canonical_table", reading)
    run("a", "b", {"report_name": "c", "where": {"region": "East"}}, by=reading_report, complaints=COMPLAINTS)
    assert readings == ["complaints"]
    assert [path.name for path in (out / RUNNING).iterdir()] == ["many.lock"]  # nobody's rows stay
    assert once.KEPT not in os.environ


def test_a_batch_is_not_made_twice_at_once(run, report, out):
    def report_of_another_run(settings, progress):
        with pytest.raises(KitError, match=r"^E-RUNNING many: .* this batch"):
            run("b")
        return report(settings, progress)

    assert run("a", by=report_of_another_run)[1] == 0


def test_the_table_is_looked_at_before_the_reports_run(run, out, monkeypatch):
    run("a")

    free = batches.Path.open

    def held(path, *args, **kwargs):
        if path.name == "index.csv":
            raise PermissionError
        return free(path, *args, **kwargs)

    monkeypatch.setattr(batches.Path, "open", held)
    with pytest.raises(KitError, match=r"^E-FILE-LOCKED many/index.csv"):
        run("a", by=lambda *_: pytest.fail("a report ran"))


def test_an_index_that_can_not_be_made_leaves_the_earlier_one(run, out, monkeypatch):
    index, _, _ = run("a")
    before = {path.name: path.read_bytes() for path in index.parent.iterdir()}
    monkeypatch.setattr(batches, "index_page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("b")
    assert {path.name: path.read_bytes() for path in index.parent.iterdir()} == before


def test_charts_of_an_earlier_batch_go(run):
    dated = [{"report_name": f"m{i}", "as_of": f"2026-0{i}-01"} for i in (1, 2, 3)]
    index, _, _ = run(*dated, note="Simulated.")
    names = {"index.html", "index.csv", *(f"trend_{name}.{kind}" for name in ("nps", "gap") for kind in ("png", "csv"))}
    assert {path.name for path in index.parent.iterdir()} == names
    assert "Simulated." in (index.parent / "trend_gap.csv").read_text(encoding="utf-8")
    html = index.read_text(encoding="utf-8")
    assert html.count("data:image/png;base64,") == 2 and 'href="trend_nps.csv"' in html
    run("a")
    assert {path.name for path in index.parent.iterdir()} == {"index.html", "index.csv"}


# The table for spreadsheets


def test_the_table_holds_numbers_and_the_languages_heads():
    (row,) = index_table([entry(summary=found(8.04), note="Simulated.")], EN).to_dict("records")
    named = {name: value for name, value in row.items() if value == value and value is not None}
    assert named == {
        "Report": "a", "As of": "2026-04-01", "Status": "done", "Answers": 100,
        "NPS (points)": 8.0, "NPS (points), lower end": -2.0, "NPS (points), upper end": 18.0,
        "Currency": "JPY", "Money is": "Customer value (LTV + LRV)", "Days of purchases": 365,
        "Detractors: value of a customer": 2000, "Passives: value of a customer": 2500,
        "Promoters: value of a customer": 5000,
        "Promoter − detractor": 3000, "Promoter − detractor, lower end": 1000, "Promoter − detractor, upper end": 5000,
        "Page": "../a/report.html", "Note": "Simulated.",
    }  # fmt: skip
    assert "推奨者 − 批判者（下限）" in index_table([entry()], Words("ja", "JPY"))


def test_whole_numbers_stay_whole_beside_empty_cells(run):
    first, second = rows(run("a", "bad")[0])
    assert (first["Answers"], first["Promoter − detractor"]) == ("100", "3000")
    assert (second["Answers"], second["Promoter − detractor"], second["Page"]) == ("", "", "")


def test_money_has_its_currencys_digits():
    row = index_table([entry(summary=found(gap=12.3456, low=1.0, high=20.0), currency="USD")], EN).iloc[0]
    assert row["Promoter − detractor"] == 12.35


# The page


class Cells(HTMLParser):
    """Texts of the table's cells, row by row, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.links, self.deep = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.links += [value for name, value in attributes if tag == "a" and name == "href"]
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self.deep = True

    def handle_endtag(self, tag):
        self.deep = self.deep and tag not in ("th", "td")

    def handle_data(self, text):
        if self.deep:
            self.rows[-1][-1] += f" {text.strip()}" if text.strip() else ""


def test_a_row_says_all_in_words():
    cells = Cells(page(entry("店 (春)"), entry("bad", error="E-X mend it.")))
    assert [text.strip() for text in cells.rows[1]] == [
        "店 (春) 2026-04-01", "done", "100", "+30 +20 … +40", "Detractors ¥2,000 Passives ¥2,500 Promoters ¥5,000",
        "¥3,000 ¥1,000 … ¥5,000",
    ]  # fmt: skip
    assert [text.strip() for text in cells.rows[2]] == ["bad 2026-04-01", "failed", "E-X mend it."]
    assert cells.links == ["../%E5%BA%97%20%28%E6%98%A5%29/report.html", "index.csv"]


def test_marks_are_for_eyes_alone_and_lie_on_the_columns_scale():
    html = page(entry("a"), entry("b", found(-10.0, gap=-1000.0, low=-2000.0, high=500.0)))
    assert html.count("<svg") == html.count('<svg class="mark" aria-hidden="true"') == 2 * 5
    dots = [float(place) for place in re.findall(r'<circle class="all" cx="([\d.]+)%"', html)]
    # NPS on −20 … 40, the gap on −2,000 … 6,000; 4 … 96 % of the width
    expected = [4 + 92 * 50 / 60, 4 + 92 * 5000 / 8000, 4 + 92 * 10 / 60, 4 + 92 * 1000 / 8000]
    assert dots == pytest.approx(expected, abs=0.01)


def test_what_is_suppressed_is_a_dash_with_its_reason():
    html = page(entry(summary=found(gap=None)))
    assert Cells(html).rows[1][-1].strip() == "—" and "too few customers can be valued" in html
    assert "too few customers" not in page(entry())


def test_each_currency_has_its_own_scale():
    dear, cheap = entry("yen"), entry("dollar", found(gap=30.0, low=10.0, high=50.0), currency="USD")
    html = page(dear, cheap)
    places = re.findall(r'<circle class="all" cx="([\d.]+)%"', html)
    assert places[1] == places[3]  # 3,000 of 5,000, and 30 of 50
    assert "$30" in html and "¥3,000" in html and "a scale of its own" in html
    assert "runs from" not in batch_headline([dear, cheap], EN)
    assert "gap" not in batch_headline([dear, cheap], EN)


def test_rows_by_ltv_and_other_periods_are_marked():
    html = page(entry("a", found(measure="ltv")), entry("b", window_days=90))
    cells = Cells(html).rows
    assert cells[1][4].strip().startswith("LTV · in the year to") and cells[2][4].strip().startswith(
        "in the 90 days to"
    )
    assert "Rows marked LTV" in html
    assert not Cells(page(entry())).rows[1][4].strip().startswith(("LTV", "in the year"))


def test_the_page_escapes_and_asks_the_net_for_nothing():
    html = page(entry(note="<i>Simulated.</i>"), entry("bad", error="<b>mend</b>"))
    assert "&lt;i&gt;Simulated." in html and "<i>Simulated" not in html and "<b>mend" not in html
    assert "default-src 'none'; img-src data:" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_index_is_in_the_first_reports_language(language):
    assert f'<html lang="{language}">' in page(entry(language=language), language=language)


# The finding on top


def test_two_reports_are_not_ranked():
    two = [entry("b", found(8.0, gap=2000.0)), entry("a", found(-4.0)), entry("bad", error="E-X")]
    assert batch_headline(two, EN) == ("In all 2 reports promoters can be told to be worth more than detractors.")
    assert "The 2 reports are not ranked: that takes three or more groups of customers" in page(*two)
    assert "not ranked" not in page(two[0]) and "not ranked" not in page(*months(1.0, 2.0))


def test_the_headline_of_months_tells_the_change_with_its_interval():
    shuffled = [months(8.0, 40.0, 17.0)[i] for i in (2, 0, 1)]
    assert batch_headline(shuffled, EN) == (  # 9 ± √(10² + 10²); 0 ± √(2000² + 2000²)
        "The NPS of 2026-01-01 and that of 2026-03-01 can't be told apart: the change lies between −5 and +23. The "
        "gaps between promoter and detractor of 2026-01-01 and of 2026-03-01 can't be told apart: the change lies "
        "between −¥2,830 and ¥2,830."
    )


def test_the_headline_of_one_and_of_none():
    assert batch_headline([entry(summary=found(gap=None))], EN) == "NPS is +30, between +20 and +40."
    assert batch_headline([entry(error="E-X")], EN).startswith("No report could be made")


MORE, LESS, UNCLEAR = (1.0, 2.0), (-2.0, -1.0), (-1.0, 2.0)


@each(
    ("ends", "said"),
    [
        ([MORE], ""),
        ([MORE, MORE], "In all 2 reports promoters can be told to be worth more than detractors."),
        ([LESS, LESS], "In all 2 reports promoters can be told to be worth less than detractors."),
        ([UNCLEAR, UNCLEAR], "In none of 2 reports can promoters be told to be worth more than detractors, or less."),
        ([MORE, MORE, UNCLEAR], "In 2 of 3 reports promoters can be told to be worth more than detractors; in the "
                                "others, neither more nor less."),
        ([LESS, UNCLEAR], "In 1 of 2 reports promoters can be told to be worth less than detractors; in the others, "
                          "neither more nor less."),
        ([MORE, UNCLEAR, LESS, MORE], "Of 4 reports, promoters can be told to be worth more than detractors in 2 and "
                                      "less in 1; in 1, neither."),
    ],
)  # fmt: skip
def test_gaps_are_told_by_where_their_intervals_lie(ends, said):
    entries = [entry(f"r{i}", found(gap=1.5, low=low, high=high)) for i, (low, high) in enumerate(ends)]
    assert gaps_told([*entries, entry("x", found(gap=None)), entry("bad", error="E-X")], EN) == said


@each(
    ("gaps", "said"),
    [
        ([1.5], ""),
        ([1.5, 1.5], "All 2 reports show the gap between promoter and detractor."),
        ([None, None], "None of 2 reports shows the gap between promoter and detractor: too few customers can be "
                       "valued."),
        ([None, 1.5, None], "The gap between promoter and detractor is shown in 1 of 3 reports; in 2, too few "
                            "customers can be valued."),
    ],
)  # fmt: skip
def test_reports_with_and_without_a_gap_are_counted(gaps, said):
    entries = [entry(f"r{i}", found(gap=gap)) for i, gap in enumerate(gaps)]
    assert gap_counts([*entries, entry("bad", error="E-X")], EN) == said


def test_of_dates_the_gaps_are_told_under_the_headline():
    assert gap_counts(months(1.0, 2.0), EN).startswith("In all 2 reports promoters")


# Over time


def test_three_dates_of_one_shop_are_a_trend():
    done = over_time([*months(1.0, 2.0, 3.0)[::-1], entry("bad", error="E-X")])
    assert [one.settings.as_of for one in done] == [date(2026, i, 1) for i in (1, 2, 3)]


@each(
    "entries",
    [
        months(1.0, 2.0),
        [*months(1.0, 2.0, 3.0), entry("again", as_of="2026-01-01")],
        [*months(1.0, 2.0, 3.0), entry("usd", currency="USD")],
        [*months(1.0, 2.0, 3.0), entry("other", shop_name="Other")],
        [*months(1.0, 2.0, 3.0), entry("kanto", where={"region": "kanto"})],
        [*months(1.0, 2.0, 3.0), entry("short", window_days=90)],
    ],
)
def test_all_else_is_none(entries):
    assert over_time(entries) == []


def test_a_trend_shows_every_date_and_tells_it_in_words():
    score, gap = trends(months(8.0, 40.0, 17.0, note="Simulated."), EN)
    assert (score.name, gap.name) == ("trend_nps", "trend_gap")
    assert score.frame[["estimate", "low", "high"]].to_numpy().tolist() == [[8, -2, 18], [40, 30, 50], [17, 7, 27]]
    assert "2026-02-01: +40 (+30 to +50)" in score.alternative
    lines = [line for line in score.figure.axes[0].lines if line.get_gid() == "interval"]
    assert [tuple(line.get_ydata()) for line in lines] == [(-2, 18), (30, 50), (7, 27)]
    texts = [text.get_text().replace("\n", " ") for text in score.figure.texts]
    assert texts == ["NPS: 2026-01-01 and 2026-03-01 can't be told apart (change: −5 to +23)", texts[1], "Simulated."]
    (clear,) = trends(months(8.0, 40.0, 57.0), EN)[:1]
    assert (
        clear.figure.texts[0].get_text().replace("\n", " ")
        == "NPS changed by +49 (+35 to +63) between 2026-01-01 and 2026-03-01"
    )


def test_a_trend_compares_what_all_have():
    mixed = months(1.0, 2.0, 3.0)
    both = found() | {"gaps": {"promoter_detractor": {"ltv": {"estimate": 700.0, "low": 1.0, "high": 999.0}}}}
    mixed[1] = entry("m2", both, as_of="2026-02-01")
    assert common_measure(mixed) == "ltv" and common_measure(mixed[:1]) == "value"


def test_claims_that_nothing_checks_lead_in_no_index():
    for source, measure in (("unanchored", "ltv"), ("crm", "value"), ("none", "value")):
        assert entry("a", found() | {"referral": {"conversion_source": source}}).measure == measure


def test_a_gap_known_once_is_no_trend():
    entries = [entry(f"m{i}", found(gap=None), as_of=f"2026-0{i}-01") for i in (1, 2)] + months(1.0, 2.0, 3.0)[2:]
    assert [exhibit.name for exhibit in trends(entries, EN)] == ["trend_nps"]


# Marks


@each(
    ("values", "low", "high"),
    [([8, 44.3], 0, 60), ([-13, 44.3], -20, 60), ([-3100, -200], -4000, 0), ([0.4], 0, 0.4), ([None, 0], 0, 1)],
)
def test_scales_hold_all_and_zero_between_round_ends(values, low, high):
    assert (axis(values).low, axis(values).high) == pytest.approx((low, high))


def test_labels_of_a_scale_keep_apart():
    assert Axis(-20, 80).ticks == [0, 80] and Axis(-50, 50).ticks == [-50, 0, 50] and Axis(0, 1).ticks == [0, 1]


def test_nothing_known_has_no_mark():
    assert mark(entry(summary=found(gap=None)).gap("value"), Axis(0, 1)) is None
