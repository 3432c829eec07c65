"""What is looked at before a report runs, and what is told where its run was stopped."""

import pytest

from helpers.base.errors import KitError
from helpers.run.check import readiness
from helpers.run.check.readiness import in_full, ready

FILES = {
    "customers": "customer_id,acquired_on\na,2025-01-01\nb,2025-02-01\n",
    "purchases": "order_id,customer_id,ordered_at,amount\n1,a,2025-03-01,100\n2,b,2026-03-30,200\n",
    "responses": "customer_id,score,responded_at\na,9,2026-03-01\nb,3,2026-03-01\n",
}


@pytest.fixture
def shop(tmp_path):
    """Maker of a shop's values; some files are written otherwise, or not at all."""

    def make(**texts):
        for name, text in (FILES | texts).items():
            if text is not None:
                (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return {"as_of": "2026-04-01", **{name: str(tmp_path / f"{name}.csv") for name in FILES}}

    return make


def test_a_report_whose_settings_are_sound_begins_without_a_look_into_its_files(shop, monkeypatch):
    monkeypatch.setattr(readiness, "looked_through", lambda *_: pytest.fail("a file was read"))
    assert ready(shop(customers="\0"), "mine").report_name == "mine"


def test_where_a_setting_is_wrong_all_that_is_wrong_is_told(shop):
    with pytest.raises(KitError) as raised:
        ready(shop(purchases="nothing\n") | {"window_days": -1}, "mine")
    said = raised.value.said("en")
    assert "window_days" in said and "purchases.csv" in said


def test_where_a_file_is_missing_all_that_is_wrong_is_told(shop):
    with pytest.raises(KitError) as raised:
        ready(shop(responses=None, purchases="nothing\n"), "mine")
    said = raised.value.said("en")
    assert "E-FILE-MISSING responses.csv" in said and "purchases.csv" in said


def test_a_run_that_a_file_stopped_tells_of_every_file(shop):
    values = shop(responses="nothing\n", purchases="nothing\n")
    said = in_full(values, "mine", KitError("E-COLUMN-ASK", "the first")).said("en")
    assert "responses.csv" in said and "purchases.csv" in said and "the first" not in said


def test_what_no_look_into_the_files_explains_stays_the_reason(shop, monkeypatch):
    reason = KitError("E-STATUS", "the first")
    assert in_full(shop(), "mine", reason) is reason
    monkeypatch.setattr(readiness, "looked_through", lambda *_: pytest.fail("a file was read"))
    ended = KitError("E-KERNEL", file="a.ipynb")
    assert in_full(shop(), "mine", ended) is ended
