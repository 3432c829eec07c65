"""Answers of a batch over dates count up to each report's own."""

import json
from datetime import date

import pandas as pd
import pytest

from helpers.base.words import Words
from helpers.run.batch.answers import answer_lines
from helpers.run.batch.batches import run_batch
from helpers.run.batch.dates import answers_until
from helpers.run.batch.entries import Entry
from helpers.run.batch.persons import NO_PERSONS, ReportPersons, persons_of
from helpers.run.settings import checked
from tests.each import each

EN, JA = Words("en", "JPY"), Words("ja", "JPY")


def reports(*changes):
    return [checked({"responses": "answers.csv", "as_of": "2026-01-01", **change}) for change in changes]


@each(
    ("changes", "days"),
    [
        ([{}, {"as_of": "2026-04-01"}], ["2025-12-31", "2026-03-31"]),
        ([{}, {"as_of": "2026-04-01"}, {"where": {"region": "kanto"}}], ["2025-12-31", "2026-03-31", "2025-12-31"]),
        ([{}, {"where": {"region": "kanto"}}], [None, None]),  # one date
        ([{}, {"as_of": "2026-04-01", "responses": "april.csv"}], [None, None]),  # a file for each
        ([{"answers_to": "2026-01-20"}, {"as_of": "2026-04-01"}], [None, "2026-03-31"]),  # decided by the user
        ([{}, {"as_of": "2026-04-01", "answers_from": "2026-03-01"}], ["2025-12-31", None]),
        ([{"window": "after"}, {"window": "after", "as_of": "2026-04-01"}], ["2026-03-31", None]),
        ([{"responses": None}, {"responses": None, "as_of": "2026-04-01"}], [None, None]),
    ],
)
def test_up_to_when_answers_count(changes, days):
    assert answers_until(reports(*changes)) == [day and date.fromisoformat(day) for day in days]


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Runner of a batch over dates; its reports count answers as step 1 does. Gives scores by report, and the page."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))

    def go(answers, *dates):
        def run_report(settings, progress):
            last = pd.Timestamp(settings.answers_to)
            counted = answers[~(answers["responded_at"] > last)]
            folder = tmp_path / "out" / settings.report_name
            (folder / "private").mkdir(parents=True)
            counted.to_parquet(folder / "private" / "responses.parquet")
            sides = counted["segment"].value_counts()
            value = (
                100 * (sides.get("promoter", 0) - sides.get("detractor", 0)) / len(counted) if len(counted) else None
            )
            score = {"value": value, "low": None, "high": None, "n": len(counted)}
            (folder / "summary.json").write_text(json.dumps({"nps": score}), encoding="utf-8")
            return folder

        listed = [{"report_name": f"r{i}", "as_of": day} for i, day in enumerate(dates)]
        path = tmp_path / "dates.yaml"
        path.write_text(json.dumps({"set": {"responses": "a.csv"}, "reports": listed}), encoding="utf-8")
        index, _ = run_batch(path, run_report, lambda *step: None, lambda *lines: None)
        kept = [tmp_path / "out" / f"r{i}" / "summary.json" for i in range(len(dates))]
        return [json.loads(file.read_text(encoding="utf-8"))["nps"]["value"] for file in kept], index.read_text("utf-8")

    return go


def answers(*days):
    """A promoter first, then detractors."""
    frame = pd.DataFrame({"person": [f"p{i}" for i in range(len(days))], "responded_at": pd.to_datetime(list(days))})
    return frame.assign(segment=["promoter", *["detractor"] * (len(days) - 1)])


def test_an_answer_of_march_is_none_of_january(given):
    values, page = given(answers("2025-12-31", "2026-03-20"), "2026-01-01", "2026-04-01")
    assert values == [100, 0]  # not the same twice
    assert "Answers count up to the day before each report&#39;s date." in page


def test_an_answer_of_the_date_itself_counts_in_the_next_report(given):
    assert given(answers("2025-12-30", "2026-01-01"), "2026-01-01", "2026-04-01")[0] == [100, 0]


def test_answers_without_dates_are_told(given):
    values, page = given(answers(None, None), "2026-01-01", "2026-04-01")
    assert values == [0, 0]
    assert "The answers of r0, r1 carry no dates" in page and "up to the day before" not in page


def test_a_date_before_all_answers_is_told(given):
    values, page = given(answers("2026-03-20"), "2026-01-01", "2026-04-01")
    assert values == [None, 100] and "No answer counts in r0" in page


def test_what_is_told_of_purchases_after_the_date_and_in_japanese():
    cut = [Entry(checked({"as_of": "2026-01-01", "window": "after", "report_name": "a"}), {"nps": {"n": 3}},
                 answers_until=date(2026, 3, 31))]  # fmt: skip
    assert answer_lines(cut, EN) == [EN.say("index_answers_between")]
    undated = [Entry(cut[0].settings, {"nps": {"n": 3}}, persons=ReportPersons(*[NO_PERSONS.answers] * 2, True),
                     answers_until=date(2026, 3, 31))]  # fmt: skip
    assert answer_lines(undated, JA)[0].startswith("aの回答には日付がありません。")
    assert answer_lines([Entry(cut[0].settings, {"nps": {"n": 3}})], EN) == []


def test_a_report_without_rows_is_of_nobody(tmp_path):
    assert len(persons_of(tmp_path, checked({"as_of": "2026-01-01"})).customers) == 0


def test_the_text_of_persons_shows_nobody():
    known = answers("2025-12-31").rename(columns={"person": "customer_id"}).assign(customer_id="Sato", net_amount=1)
    assert "Sato" not in repr(ReportPersons(known, known))
    assert "Sato" not in repr(Entry(checked({"as_of": "2026-01-01"}), persons=ReportPersons(known, known)))
