"""Personal links: where each tool takes the token in."""

import pytest

from helpers.base.errors import KitError
from helpers.invite.questionnaire import link_pattern, personal_link
from helpers.run.settings import checked
from tests.each import each


def pattern(url, tool="other"):
    return link_pattern(checked({"as_of": "2026-04-01", "survey_url": url, "survey_tool": tool}))


@each(
    ("tool", "url", "link"),
    [  # as the tools document their links
        ("typeform", "https://a.typeform.com/to/x", "https://a.typeform.com/to/x#token=T"),
        ("typeform", "https://a.typeform.com/to/x#lang=ja", "https://a.typeform.com/to/x#lang=ja&token=T"),
        ("surveymonkey", "https://www.surveymonkey.com/r/ABC", "https://www.surveymonkey.com/r/ABC?token=T"),
        ("qualtrics", "https://a.qualtrics.com/jfe/form/SV_1", "https://a.qualtrics.com/jfe/form/SV_1?token=T"),
        (
            "qualtrics", "https://a.qualtrics.com/jfe/form/SV_1?Q_Language=JA",
            "https://a.qualtrics.com/jfe/form/SV_1?Q_Language=JA&token=T",
        ),
        ("limesurvey", "https://a.jp/index.php/123#top", "https://a.jp/index.php/123?token=T#top"),
        ("limesurvey", "https://a.jp/index.php/123/token/{token}", "https://a.jp/index.php/123/token/T"),
        (
            "google_forms", "https://docs.google.com/forms/d/e/F/viewform?usp=pp_url&entry.12=%7Btoken%7D",
            "https://docs.google.com/forms/d/e/F/viewform?usp=pp_url&entry.12=T",
        ),
        ("other", "https://a.jp/s/{token}/start", "https://a.jp/s/T/start"),
    ],
)  # fmt: skip
def test_the_link_of_each_tool(tool, url, link):
    assert personal_link(pattern(url, tool), "T") == link


@pytest.mark.parametrize(
    ("tool", "url"),
    [
        ("google_forms", "https://docs.google.com/forms/d/e/F/viewform"),
        ("other", "https://a.jp/s"),
        ("typeform", "https://a.jp/{token}#{token}"),
    ],
)
def test_where_the_place_of_the_token_cannot_be_told_it_stops(tool, url):
    with pytest.raises(KitError, match=r"E-SURVEY-URL survey_url: \{token\} must stand"):
        pattern(url, tool)


@each(
    "url",
    [
        "http://a.jp/s?token={token}", "http://localhost.a.jp/{token}", "http://localhost:1@a.jp/{token}",
        "http://127.0.0.1@a.jp/{token}", "http://127.0.0.12/{token}", "http://localhost\\@a.jp/{token}",
    ],
)  # fmt: skip
def test_a_token_goes_over_https_alone(url):
    with pytest.raises(KitError, match="E-PARAMETER survey_url: a link that begins with https://") as caught:
        pattern(url)
    assert "survey_url: https:// で始まる" in caught.value.said("ja")


@pytest.mark.parametrize("url", ["http://localhost:8080/s/{token}", "http://127.0.0.1/?t={token}"])
def test_on_this_computer_http_will_do(url):
    assert pattern(url) == url


def test_without_an_address_it_stops():
    with pytest.raises(KitError, match="E-SURVEY-URL survey_url: required"):
        link_pattern(checked({"as_of": "2026-04-01"}))
