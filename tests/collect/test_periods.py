"""Which wave an answer belongs to."""

import pandas as pd

from helpers.collect.periods import first_days, wave_of
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def frame(**columns):
    made = {name: pd.Series(cells, dtype="str") for name, cells in columns.items()}
    days = {
        name: pd.to_datetime(made[name], format="ISO8601").astype("datetime64[us]") for name in made if "_at" in name
    }
    return pd.DataFrame(made | days)


ASKED = frame(
    customer_id=["a", "a", "b", "c"],
    token=["t1", "t2", "t3", "t4"],
    wave=["autumn", "spring", "spring", "autumn"],
    invited_at=["2025-09-01T09:00:00", "2026-03-02T09:00:00", "2026-03-03T09:00:00", "2025-09-02T09:00:00"],
)


def told(answers, asked=ASKED, **changes):
    return wave_of(answers, asked, settings(**changes)).fillna("").tolist()


def test_by_token_whatever_the_day():
    # an answer to the first invitation that came after the second was sent
    assert told(frame(token=["t1", "t2"], customer_id=["a", "a"], responded_at=["2026-03-20", "2026-03-20"])) == [
        "autumn", "spring",
    ]  # fmt: skip


def test_by_the_senders_last_invitation_before():
    days = ["2025-09-01T08:00:00", "2025-12-01", "2026-03-01", "2026-03-02", None]
    assert told(frame(customer_id=["a"] * 5, responded_at=days)) == ["autumn", "autumn", "autumn", "spring", "spring"]


def test_by_the_day_where_the_sender_was_not_asked():
    # the waves began on 2025-09-01 and 2026-03-02; b was asked in spring alone, but answers before it
    answers = frame(
        customer_id=["x", "x", "b", None], responded_at=["2025-08-31", "2025-09-01", "2025-10-01", "2026-03-02"]
    )
    assert told(answers) == ["", "autumn", "autumn", "spring"]


def test_without_any_day_an_answer_of_a_stranger_is_of_no_wave():
    assert told(frame(customer_id=["x", "c"])) == ["", "autumn"]


def test_days_of_the_settings():
    waves = {"w2": "2026-03-01", "w1": "2025-09-01"}
    answers = frame(customer_id=["a", "b", "c"], responded_at=["2025-08-31", "2026-02-28T23:59:59", "2026-03-01"])
    assert told(answers, None, waves=waves) == ["", "w1", "w2"]
    assert first_days(None, settings(waves=waves)).index.tolist() == ["w1", "w2"]


def test_no_list_and_no_days_tell_nothing():
    answers = frame(customer_id=["a"], responded_at=["2026-03-01"])
    assert told(answers, None) == [""] and told(answers, ASKED[["customer_id", "token"]]) == [""]


def test_first_days_are_in_order_and_the_settings_win():
    found = first_days(ASKED, settings(waves={"spring": "2026-02-01"}))
    assert {name: str(day.date()) for name, day in found.items()} == {"autumn": "2025-09-01", "spring": "2026-02-01"}


def test_a_token_of_two_waves_tells_none():
    asked = frame(customer_id=["a", "b"], token=["t", "t"], wave=["w1", "w2"])
    assert told(frame(token=["t"]), asked) == [""]


def test_the_order_of_rows_changes_nothing():
    answers = frame(customer_id=["a", "b", "x"], responded_at=["2026-03-20", "2026-03-20", "2026-03-20"])
    assert told(answers) == told(answers, ASKED.iloc[::-1]) == ["spring"] * 3
    assert wave_of(answers.iloc[::-1], ASKED, settings()).sort_index().tolist() == ["spring"] * 3
