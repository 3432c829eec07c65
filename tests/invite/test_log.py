"""The log of a sending: what is known of whom, from any crash on."""

import pytest

from helpers.invite.log import ABOUT_TO_SEND, ACCEPTED, DEFERRED, REFUSED, UNCERTAIN, sent_log

IDS = ["a", "b", "c"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log 店.sqlite"


def attempt(path, customer_id, *states, kind="invitation"):
    with sent_log(path, kind) as log:
        for state in states:
            number = log.begun(customer_id)
            if state != ABOUT_TO_SEND:
                log.ended(number, state, 250)


def open_ids(path, kind="invitation"):
    with sent_log(path, kind) as log:
        log.settle()
        return log.open_ids(IDS)


def test_an_empty_log_knows_nobody(path):
    with sent_log(path, "invitation") as log:
        assert log.open_ids(IDS) == IDS and log.results().empty and log.attempts().empty and log.settle() == 0


@pytest.mark.parametrize(
    ("states", "is_open"),
    [
        ([ACCEPTED], False), ([REFUSED], False), ([DEFERRED], True), ([DEFERRED] * 9, True), ([UNCERTAIN], True),
        ([UNCERTAIN, UNCERTAIN], False), ([UNCERTAIN, DEFERRED], True), ([UNCERTAIN, DEFERRED, UNCERTAIN], False),
        ([UNCERTAIN, ACCEPTED], False), ([ABOUT_TO_SEND], True), ([UNCERTAIN, ABOUT_TO_SEND], False),
        ([DEFERRED, REFUSED], False),
    ],
)  # fmt: skip
def test_who_is_still_to_be_mailed(path, states, is_open):
    attempt(path, "b", *states)
    assert open_ids(path) == (IDS if is_open else ["a", "c"])


def test_what_had_no_result_is_uncertain_and_only_once(path):
    attempt(path, "a", ABOUT_TO_SEND)
    with sent_log(path, "invitation") as log:
        assert (log.settle(), log.settle()) == (1, 0)
        assert log.attempts()["state"].tolist() == [UNCERTAIN]
        assert log.results().loc["a", "uncertain"] == 1


def test_accepted_stays_accepted_whatever_came_before_or_after(path):
    attempt(path, "a", UNCERTAIN, ACCEPTED)
    attempt(path, "b", DEFERRED, ACCEPTED)
    with sent_log(path, "invitation") as log:
        assert log.results()["state"].to_dict() == {"a": ACCEPTED, "b": ACCEPTED}


def test_invitations_and_reminders_are_apart(path):
    attempt(path, "a", ACCEPTED)
    attempt(path, "b", ABOUT_TO_SEND)
    assert open_ids(path, "reminder-1") == IDS
    with sent_log(path, "invitation") as log:
        assert log.attempts()["state"].tolist() == [ACCEPTED, ABOUT_TO_SEND]  # not settled by the other
