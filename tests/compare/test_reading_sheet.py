"""The private list of comments: by money at stake, with the words that lean."""

import pandas as pd
import pytest

from helpers.collect.masking import Persons
from helpers.collect.wording.uses import uses_of
from helpers.compare.basis import basis_of
from helpers.compare.reading_sheet import COLUMNS, reading_sheet
from helpers.compare.words import words

PEOPLE = [("promoter", 900), ("passive", 1000), ("detractor", 400), ("detractor", -50), ("detractor", 800)]


@pytest.fixture
def shop_of_five(settings, shop):
    rows = shop(*({"segment": segment, "net_amount": net, "orders": 1} for segment, net in PEOPLE))
    written = rows[["person", "customer_id", "segment"]].assign(
        score=[10, 8, 3, 0, 6], responded_at=pd.Timestamp("2026-03-01")
    )
    written = written.assign(comment=["Fine", "=1+1", "late", "遅い", "late box"])
    stranger = {"person": "token:x", "customer_id": None, "segment": "detractor", "score": 1, "comment": "who?"}
    written = pd.concat([written, pd.DataFrame([stranger | {"responded_at": pd.NaT}])], ignore_index=True)
    found = words(basis_of(rows, None, settings()), uses_of(written, Persons.of([]), 2))
    return written, found


def test_half_of_a_detractors_money_is_at_stake_and_three_tenths_of_a_passives(shop_of_five):
    sheet = reading_sheet(*shop_of_five)
    assert list(sheet) == list(COLUMNS)
    assert sheet["customer_id"].tolist()[:5] == ["C4", "C1", "C2", "C3", "C0"]
    assert sheet["at_stake"].tolist()[:5] == [400.0, 300.0, 200.0, 0.0, 0.0] and sheet["at_stake"].isna()[5]
    assert sheet["comment"].tolist()[:2] == ["late box", "=1+1"] and sheet["responded_at"][0] == "2026-03-01"


def test_another_ones_forecast_orders_it_where_there_is_one(shop_of_five):
    stakes = pd.DataFrame({"customer_id": ["C0", "C2"], "at_stake": [5.0, 70.0]})
    sheet = reading_sheet(*shop_of_five, stakes)
    assert sheet["customer_id"].tolist()[:2] == ["C2", "C0"] and sheet["at_stake"].isna().sum() == 4


def test_without_comments_it_is_empty(shop_of_five):
    assert reading_sheet(None, shop_of_five[1]).empty and list(reading_sheet(None, shop_of_five[1])) == list(COLUMNS)
