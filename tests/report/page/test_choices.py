"""The settings as a report shows them."""

import pytest

from helpers.base.words import Words
from helpers.report.page.choices import choices, without_folders
from helpers.report.settings import ReportSettings

ENGLISH = Words("en", "JPY")


def shown(settings, *names):
    values = dict(choices(settings, ENGLISH).rows.iloc[:, :2].itertuples(index=False))
    return {name: values[name] for name in names}


def test_files_are_named_without_the_folders_of_the_machine(settings):
    values = without_folders(settings(purchases="/home/somebody/orders.csv", customers="data/sample/customers.csv"))
    assert values["purchases"] == "orders.csv" and values["customers"] == "data/sample/customers.csv"
    assert values["responses"] is None


def test_every_setting_that_says_something_is_there(settings):
    rows = choices(settings(where={"region": ["east"]}), ENGLISH).rows
    names = set(rows.iloc[:, 0])
    assert {"as_of", "where", "seed"} <= names <= set(ReportSettings.model_fields)
    assert not {"survey_tool", "mails_per_minute"} & names  # of mails alone
    assert not {"purchases", "columns", "note", "encoding"} & names  # none, {}, "" and None


def test_lists_and_mappings_are_written_out(settings):
    chosen = settings(where={"region": ["east", "west"], "age": {"from": 20}}, referral_channels=["friend"])
    assert shown(chosen, "where", "referral_channels") == {
        "where": "region: east, west, age: from: 20",
        "referral_channels": "friend",
    }


@pytest.mark.parametrize(("language", "head"), [("en", "Meaning"), ("ja", "意味")])
def test_meanings_are_told_in_the_reports_language(settings, language, head):
    rows = choices(settings(), Words(language, "JPY")).rows
    assert rows.columns[2] == head and all(rows.iloc[:, 2])


def test_orders_and_amounts_are_shown_by_their_names(settings):
    paths = {"orders": "/home/somebody/orders.csv", "amounts": "data/sample/purchases.csv"}
    shown = {"orders": "orders.csv", "amounts": "data/sample/purchases.csv"}
    assert without_folders(settings(purchases=paths))["purchases"] == shown
