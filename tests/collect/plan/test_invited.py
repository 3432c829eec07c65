"""Who was asked before: by the list that is named, and by the surveys sent out."""

import pytest

from helpers.collect.plan.invited import invited_before, with_sent
from helpers.read.roles import canonical_table

HEADER = "customer_id,token,wave,invited_at,expires_on"


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """Writes the list of a wave as the kit sends it out."""
    monkeypatch.setenv("NPS_KIT_INVITATIONS", str(tmp_path / "invitations"))

    def write(report, wave, *rows):
        folder = tmp_path / "invitations" / report / wave
        folder.mkdir(parents=True)
        (folder / "invitations.csv").write_text("\n".join(["\ufeff" + HEADER, *rows]) + "\n", encoding="utf-8")

    return write


def told(settings):
    found = invited_before(settings)
    return sorted(zip(found["customer_id"], found["wave"].fillna(""), strict=True))


def test_nobody_was_asked(files, sent):
    settings = files({"report_name": "tea"})
    assert told(settings) == [] and with_sent(None, settings) is None


def test_named_and_sent_lists_together(files, sent):
    sent("tea", "2026-01", "a,t1,2026-01,2026-01-05,2026-03-05", "b,t2,2026-01,2026-01-05,2026-03-05")
    sent("coffee", "2026-01", "z,t9,2026-01,2026-01-05,")
    settings = files({"report_name": "tea"}, invitations=[HEADER, "a,t0,2025-09,2025-09-01,", "c,,,,"])
    assert told(settings) == [("a", "2025-09"), ("a", "2026-01"), ("b", "2026-01"), ("c", "")]


def test_the_wave_that_is_planned_is_none_of_those_before(files, sent):
    sent("tea", "2026-04", "a,t1,2026-04,2026-04-05,")
    assert told(files({"report_name": "tea"}, invitations=[HEADER, "b,t2,2026-04,2026-04-05,"])) == []
    assert told(files({"report_name": "tea", "wave": "next"}, invitations=[HEADER, "b,t2,2026-04,2026-04-05,"])) == [
        ("a", "2026-04"), ("b", "2026-04"),
    ]  # fmt: skip


def test_settings_of_the_named_list_do_not_touch_the_sent_ones(files, sent):
    sent("tea", "2026-01", "a,t1,2026-01,2026-01-05,2026-03-05")
    own = {"report_name": "tea", "columns": {"invitations": {"customer_id": "who"}}}
    assert told(files(own, invitations=["who,wave", "b,2025"])) == [("a", "2026-01"), ("b", "2025")]


def test_the_same_list_named_and_sent_counts_once(files, sent, tmp_path):
    sent("tea", "2026-01", "a,t1,2026-01,2026-01-05,2026-03-05")
    path = tmp_path / "invitations" / "tea" / "2026-01" / "invitations.csv"
    settings = files({"report_name": "tea", "invitations": str(path)})
    named = canonical_table("invitations", settings).frame
    assert with_sent(named, settings)["token"].tolist() == ["t1"]
