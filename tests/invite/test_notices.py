"""What the command ``invite`` says, in forms that are right for none, one and many."""

import pytest

from helpers.base.words import Words
from helpers.invite.notices import sending_lines, waiting_line
from helpers.run.settings import checked
from tests.each import each

SETTINGS = checked({"as_of": "2026-04-01", "smtp_host": "smtp.example.jp", "mails_per_minute": 30})


@each(
    ("language", "n", "line"),
    [
        ("en", 0, "No mail is left to be sent."),
        ("en", 1, "To be sent by smtp.example.jp, at most 30 a minute: 1, which takes about 1 min."),
        ("en", 1201, "To be sent by smtp.example.jp, at most 30 a minute: 1,201, which takes about 41 min."),
        ("ja", 0, "これから送信するメールはありません。"),
        ("ja", 1, "smtp.example.jp から1通を送信します（1分に最大30通、約1分）。"),
    ],
)
def test_how_many_mails_and_minutes(language, n, line):
    assert sending_lines(SETTINGS, n, Words(language, "JPY")) == [line]


@pytest.mark.parametrize(("language", "minutes"), [("en", "Waiting 15 min,"), ("ja", "15分後に")])
def test_how_long_a_wait_is(language, minutes):
    assert minutes in waiting_line(3, 900.0, Words(language, "JPY"))
