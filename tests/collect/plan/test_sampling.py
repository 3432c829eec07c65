"""The plan of a wave: whom it asks, that its counts close, and that it remembers."""

import json
import random

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.folders import survey_folder
from helpers.collect.plan.sampling import plan, record

HEADER = "customer_id,acquired_on,email,name,acquisition_channel,mail_consent"
CHANNELS = ("ads", "search", "mall")
COSTS = dict.fromkeys(CHANNELS, 1.0)
ROWS = [f"C{i:03},{2020 + i % 6}-05-01,c{i}@x.jp,見本 {i},{CHANNELS[i % 3]},{int(i % 5 > 0)}" for i in range(100)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_INVITATIONS", str(tmp_path / "invitations"))


@pytest.fixture
def chosen(files):
    """Factory of settings over these customers."""
    return lambda rows=ROWS, **changes: files(
        {"report_name": "tea", "acquisition_cost": COSTS, **changes}, customers=[HEADER, *rows]
    )


def remember(found, settings, **changes):
    folder = survey_folder(settings.report_name, settings.wave_name)
    folder.mkdir(parents=True)
    kept = record(found, settings) | changes
    (folder / "plan.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def ids(found):
    return found.asked["customer_id"].tolist()


def test_all_who_may_be_asked(chosen):
    # 20 of 100 have no consent
    found = plan(chosen())
    assert (found.wave, found.rows_in, found.eligible, len(found.asked)) == ("2026-04", 100, 80, 80)
    assert found.left_out.to_dict("records") == [{"reason": "no_consent", "customers": 20}]
    assert found.strata.to_dict("records") == [{"stratum": "", "eligible": 80, "asked": 80}]
    assert not found.remembered and found.withdrawn.empty
    assert list(found.asked) == ["customer_id", "email", "name", "stratum"]
    row = found.asked.set_index("customer_id").loc["C001"]
    assert (row["email"], row["name"]) == ("c1@x.jp", "見本 1")


def test_counts_close(chosen):
    found = plan(chosen(ask=31, stratify_by=["channel", "tenure"]))
    assert found.rows_in == found.left_out["customers"].sum() + found.eligible
    assert found.strata["eligible"].sum() == found.eligible and found.strata["asked"].sum() == len(found.asked) == 31
    assert found.asked["customer_id"].is_unique and found.asked["email"].is_unique
    counts = found.asked["stratum"].value_counts()
    assert {row.stratum: row.asked for row in found.strata.itertuples() if row.asked} == counts.to_dict()


def test_strata_are_in_proportion_and_in_order(chosen):
    found = plan(chosen(ask=40, stratify_by=["tenure"]))
    assert found.strata["stratum"].tolist() == ["under_1_year", "1_to_2_years", "2_to_5_years", "5_years_or_more"]
    assert (abs(found.strata["asked"] - found.strata["eligible"] / 2) < 1).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_order_of_rows_changes_nothing(chosen, seed):
    mixed = random.Random(seed).sample(ROWS, len(ROWS))
    one, other = (plan(chosen(rows, ask=30, stratify_by=["channel"])) for rows in (ROWS, mixed))
    pd.testing.assert_frame_equal(one.asked, other.asked)
    pd.testing.assert_frame_equal(one.strata, other.strata)


def test_seed_and_wave_decide(chosen):
    one = ids(plan(chosen(ask=30)))
    assert ids(plan(chosen(ask=30))) == one
    assert ids(plan(chosen(ask=30, seed=2))) != one and ids(plan(chosen(ask=30, wave="spring"))) != one


def test_by_spend_of_an_earlier_run(chosen, tmp_path):
    path = tmp_path / "customers.parquet"
    spent = pd.DataFrame({"customer_id": [f"C{i:03}" for i in range(90)], "segment": None, "net_amount": range(90)})
    spent.astype({"segment": "str"}).to_parquet(path)
    found = plan(chosen(stratify_by=["spend"], earlier_customers=str(path)))
    assert found.strata["stratum"].tolist() == ["low", "middle", "high", "unknown"]  # C000 bought nothing: no consent
    with pytest.raises(KitError) as error:
        plan(chosen(stratify_by=["spend"]))
    assert error.value.code == "E-PLAN-SPEND"


def test_without_customers(files):
    with pytest.raises(KitError) as error:
        plan(files({"report_name": "tea"}))
    assert error.value.code == "E-PLAN-CUSTOMERS"


def test_a_missing_opt_out_list_stops(chosen, tmp_path):
    with pytest.raises(KitError) as error:
        plan(chosen(opt_outs=str(tmp_path / "stop.csv")))
    assert error.value.code == "E-FILE-MISSING"


def test_opted_out_and_strangers(chosen, tmp_path):
    (tmp_path / "stop.csv").write_text("email\nc1@x.jp\nz@x.jp\n", encoding="utf-8")
    found = plan(chosen(opt_outs=str(tmp_path / "stop.csv")))
    assert "C001" not in ids(found) and found.opt_outs_unknown == 1
    assert found.left_out.set_index("reason")["customers"].to_dict() == {"no_consent": 20, "opted_out": 1}


def test_a_name_that_is_text_for_nothing_survives(chosen):
    found = plan(chosen(["a,2024-01-01,a@x.jp,NA,ads,1", "b,2024-01-01,b@x.jp,,ads,1"])).asked.set_index("customer_id")
    assert found.loc["a", "name"] == "NA" and pd.isna(found.loc["b", "name"])


def test_nobody_may_be_asked(chosen):
    found = plan(chosen(["a,2024-01-01,a@x.jp,A,ads,0"]))
    assert found.eligible == 0 and found.asked.empty and found.strata.empty and found.needs.ask == 0


# A wave that is remembered


def test_a_second_plan_is_the_same(chosen):
    settings = chosen(ask=30, stratify_by=["channel"], wanted_margin=5.0, expected_spread=9.0)
    first = plan(settings)
    remember(first, settings)
    again = plan(settings)
    assert again.remembered and again.withdrawn.empty
    pd.testing.assert_frame_equal(again.asked, first.asked)
    pd.testing.assert_frame_equal(again.strata, first.strata)
    pd.testing.assert_frame_equal(again.left_out, first.left_out)
    assert (again.needs, again.eligible, again.rows_in) == (first.needs, first.eligible, first.rows_in)


def test_its_own_invitations_put_nobody_into_quarantine(chosen, tmp_path):
    settings = chosen(ask=30)
    remember(plan(settings), settings)
    rows = [f"{one},2026-04,2026-04-02" for one in ids(plan(settings))]
    text = "\n".join(["customer_id,wave,invited_at", *rows]) + "\n"
    (survey_folder("tea", "2026-04") / "invitations.csv").write_text(text, encoding="utf-8")
    assert len(plan(settings).asked) == 30
    later = plan(chosen(wave="next"))
    assert later.left_out.set_index("reason").loc["asked_recently", "customers"] == 30


def test_customers_who_came_since_are_not_drawn_and_addresses_are_those_of_now(chosen):
    settings = chosen(ask=30)
    first = plan(settings)
    remember(first, settings)
    more = [row.replace("@x.jp", "@y.jp") for row in ROWS] + ["C999,2024-01-01,n@x.jp,New,ads,1"]
    again = plan(chosen(more, ask=30))
    assert ids(again) == ids(first) and again.asked["email"].str.endswith("@y.jp").all()
    assert again.rows_in == 100  # as it was counted then


def test_who_may_not_be_mailed_any_more_is_withdrawn(chosen):
    settings = chosen(ask=30)
    first = plan(settings)
    remember(first, settings)
    gone, refused = ids(first)[:2]
    rows = [row for row in ROWS if not row.startswith(gone)]
    rows = [row[:-1] + "0" if row.startswith(refused) else row for row in rows]
    again = plan(chosen(rows, ask=30))
    assert ids(again) == ids(first)[2:]
    assert again.withdrawn.to_dict("records") == [
        {"customer_id": gone, "reason": "unknown_customer"}, {"customer_id": refused, "reason": "no_consent"},
    ]  # fmt: skip


def test_other_settings_are_refused_by_name(chosen):
    settings = chosen(ask=30)
    remember(plan(settings), settings)
    with pytest.raises(KitError) as error:
        plan(chosen(ask=40, seed=2))
    assert error.value.code == "E-PLAN-CHANGED" and "(ask, seed)" in str(error.value)
    assert plan(chosen(ask=30, language="ja", min_cell=7)).remembered  # they make no plan
    assert not plan(chosen(ask=40, wave="next")).remembered


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"wave": "2026-04", "asked": [], "settings": {}}'])
def test_what_is_no_plan_stops(chosen, text):
    settings = chosen()
    survey_folder("tea", "2026-04").mkdir(parents=True)
    (survey_folder("tea", "2026-04") / "plan.json").write_text(text, encoding="utf-8")
    with pytest.raises(KitError) as error:
        plan(settings)
    assert error.value.code == "E-PLAN-FILE"


def test_the_plan_of_another_wave_stops(chosen):
    settings = chosen()
    remember(plan(settings), settings, wave="2025-09")
    with pytest.raises(KitError) as error:
        plan(settings)
    assert error.value.code == "E-PLAN-FILE"


def test_what_is_remembered_holds_no_name_and_no_address(chosen):
    settings = chosen(ask=5)
    text = json.dumps(record(plan(settings), settings), ensure_ascii=False)
    assert "@" not in text and "見本" not in text
    assert json.loads(text)["inputs"]["customers"].keys() == {"customers.csv"}
