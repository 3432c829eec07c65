"""What is seen of words: the finding first, in both languages, and nobody's name, address, rare word or formula."""

from dataclasses import replace
from math import log

import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS, Estimate
from helpers.collect.masking import Persons
from helpers.collect.wording.uses import uses_of
from helpers.compare.basis import basis_of
from helpers.compare.words import Leaning, SegmentWords, words
from helpers.disclosure import shown
from helpers.report import sections
from helpers.report.sections.words import words_line
from tests.compare.conftest import shop
from tests.report.seen import drawn_words, lines, seen

__all__ = ["shop"]


def leaning(times=1.1, at_least=False, **changes):
    figures = {"words": 1, "persons": 24, "of_segment": 20, "lean": Estimate(times, 0.4, 1.8), "at_least": at_least}
    return Leaning(**figures | {"ltv_total": 98_765.0, "ltv_mean": 4938.0, "ltv_mean_others": 8123.0} | changes)


def written(looked_at=40, **leanings):
    parts = {name: leanings.get(name, {}) for name in SEGMENTS}
    return SegmentWords({"detractor": 93, "passive": 130, "promoter": 145}, looked_at, 10, 0.9975, parts)


BOTH = written(detractor={"遅い": leaning(), "late box": leaning(0.7)}, promoter={"love": leaning(1.4)})


def test_the_finding_stands_in_the_charts_title_and_in_the_briefs_line(report):
    chart = seen(sections.words(BOTH), report).charts["words"]
    assert "遅い" in chart.title and "love" in chart.title and "late box" not in chart.title
    line = words_line(report, BOTH)
    assert all(word in line for word in ("遅い", "late box", "love"))
    assert all(report.say(f"plural_{name}") in line for name in ("detractor", "promoter"))
    assert report.say("plural_passive") not in line


def test_the_chart_has_a_panel_for_each_segment_that_words_lean_to(report):
    chart = seen(sections.words(BOTH), report).charts["words"]
    drawn = " ".join(drawn_words(chart))
    assert len(chart.figure.axes) == 2 and all(word in drawn for word in ("遅い", "late box", "love"))
    assert chart.frame["segment"].tolist() == ["detractor", "detractor", "promoter"]
    assert chart.frame[["estimate", "low", "high"]].iloc[0].tolist() == [1.1, 0.4, 1.8]


def test_the_table_tells_multiples_to_two_digits_and_money(english_report):
    (grid,) = seen(sections.words(BOTH), english_report()).tables
    assert lines(grid)[0] == ["Detractors", "遅い", "24", "20", "3", "1.5", "6", "¥98,800", "¥4,940", "¥8,120"]


def test_of_many_words_the_surest_are_drawn_and_told(report):
    many = written(detractor={f"w{n:02}": leaning() for n in range(30)})
    there = seen(sections.words(many), report)
    assert len(there.charts["words"].frame) == 4 and len(there.tables[0].rows) == 12


def test_what_is_told_as_at_least_says_so(report):
    hidden = leaning(at_least=True, of_segment=HIDDEN, ltv_mean=HIDDEN, ltv_mean_others=HIDDEN)
    there = seen(sections.words(written(detractor={"late": hidden})), report)
    assert report.say("words_at_least", least=report.settings.min_cell) in there.sentences
    assert lines(there.tables[0])[0][3] == "—"
    assert (
        report.say("words_at_least", least=report.settings.min_cell) not in seen(sections.words(BOTH), report).sentences
    )


def test_a_lean_that_is_not_shown_is_not_drawn(report):
    there = seen(sections.words(written(detractor={"late": leaning(lean=HIDDEN)})), report)
    assert not there.charts and lines(there.tables[0])[0][4:7] == ["—"] * 3


def test_letters_that_the_charts_have_no_type_for_are_told_in_the_table_alone(report):
    there = seen(sections.words(written(detractor={"배송": leaning(), "late": leaning()})), report)
    assert there.charts["words"].frame["word"].tolist() == ["late"] and len(there.tables[0].rows) == 2


def test_where_nothing_leans_it_is_said(report):
    for looked_at, key in ((40, "words_alike"), (0, "words_few")):
        there = seen(sections.words(written(looked_at)), report)
        assert there.sentences[0] == report.say(key, n=looked_at, least=10) and len(there.parts) == 1


def test_whether_nobody_wrote_or_no_column_was_read_is_told_apart_and_nothing_else(report):
    nobody = replace(written(0), writers=dict.fromkeys(SEGMENTS, 0))
    for found, key in ((nobody, "words_nobody"), (replace(nobody, writers={}), "words_unread")):
        assert seen(sections.words(shown(found, report.settings)), report).sentences == [report.say(key)]
    few = replace(nobody, writers=dict.fromkeys(SEGMENTS, HIDDEN))
    assert words_line(report, few) == report.say("words_few", least=10)


def test_an_end_that_is_not_1_does_not_read_as_1(english_report):
    for low, read in ((1.05, "1.05"), (1.004, "1.004"), (1.24, "1.2"), (0.96, "0.96"), (13.4, "13")):
        found = written(detractor={"late": leaning(lean=Estimate(1.1, log(low), 1.8))})
        assert lines(seen(sections.words(found), english_report()).tables[0])[0][5] == read


CANARIES = ("zqxname", "zqxmail", "zqxrare", "ゾクロウ", "hyperlink", "090", "c0007")


@pytest.fixture
def shared(settings, shop):
    """All that is seen of a shop in whose comments stands what must not be shown."""

    def make(report):
        late = "Zqxname says: zqxmail@example.jp, call 090-1234-5678 (C0007), ゾクロウさん, late parcel"
        texts = (
            [("detractor", late)] * 30 + [("promoter", "schnell geliefert")] * 30 + [("passive", "=HYPERLINK(A1)")] * 9
        )
        texts += [("passive", "zqxrare late parcel")] * 9 + [("passive", "ok fine"), ("promoter", "ok fine")] * 12
        texts += [("detractor", "配送が遅い"), ("promoter", "梱包が丁寧")] * 15
        rows = shop(*({"segment": name, "net_amount": 100, "orders": 1} for name, _ in texts))
        chosen = report.settings.model_copy(update={"min_group_size": 10, "min_cell": 5})
        comments = pd.DataFrame({"person": rows["person"], "comment": [text for _, text in texts]})
        known = Persons.of(["Zqxname Smith", "ゾクロウ"], ["zqxmail@example.jp"], ["C0007"])
        found = shown(words(basis_of(rows, None, chosen), uses_of(comments, known, 10)), chosen)
        parts = seen(sections.words(found), report)
        return f"{found} {parts.words} {parts.tables} {[drawn_words(chart) for chart in parts.charts.values()]}"

    return make


def test_nothing_of_anybody_is_seen(shared, report):
    told = shared(report)
    assert "late parcel" in told and "schnell" in told and "配送が遅い" in told
    assert [canary for canary in CANARIES if canary in told.lower()] == []
