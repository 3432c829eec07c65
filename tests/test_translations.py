"""No text of one language runs ahead of the other."""

from tests.translations import left_behind, marks, pairs, recorded


def test_every_text_has_its_japanese():
    assert [key for key, (english, japanese) in pairs().items() if not english.strip() or not japanese.strip()] == []


def test_no_japanese_was_left_behind():
    assert left_behind(marks(), recorded()) == []


def test_what_is_new_or_changed_is_recorded():
    assert marks() == recorded(), "python -m tests.translations"


def test_an_english_text_that_changed_alone_is_noticed():
    before = {"a": ["1", "2"], "b": ["1", "2"], "c": ["1", "2"]}
    assert left_behind({"a": ["3", "2"], "b": ["3", "4"], "c": ["1", "4"], "d": ["5", "6"]}, before) == ["a"]
