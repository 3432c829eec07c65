"""Words of scripts with blanks between them."""

from helpers.collect.wording.units import has_japanese, plain_phrases, without_plain
from tests.each import each


def words(text, *names):
    return [" ".join(unit.text for unit in phrase) for phrase in plain_phrases(text, frozenset(names)) if phrase]


@each("text, expected", [
    ("The parcel came THREE days late!", ["parcel came three days late"]),
    ("Not good, never again.", ["not good", "never"]),
    ("I don't like it", ["don't like"]),
    ("Die Lieferung war nicht gut, zu teuer", ["lieferung war nicht gut", "zu teuer"]),
    ("GRÖSSE passt nicht. Größe", ["grösse passt nicht", "größe"]),
    ("L'emballage n'est pas soigné", ["emballage", "pas soigné"]),
    ("Qualité médiocre… prix élevé", ["qualité médiocre", "prix élevé"]),
    ("Trop cher et le colis était abîmé", ["trop cher", "colis", "abîmé"]),
    ("Zu teuer für die Qualität", ["zu teuer", "qualität"]),
    ("The quality of the box", ["quality box"]),
    ("well-made", ["well made"]),
    ("abc123 3rd 42 x", []),
    ("Медленная доставка", ["медленная доставка"]),
    ("配送 late 遅い", ["late"]),
    ("", []),
])  # fmt: skip
def test_neighbours_have_nothing_but_blanks_and_articles_between_them(text, expected):
    assert words(text) == expected


def test_where_a_name_stands_the_word_is_marked():
    text = "Thanks Taro, taro"
    units = [unit for phrase in plain_phrases(text, frozenset({(7, 11), (13, 17)})) for unit in phrase]
    assert [(unit.text, unit.named, unit.small) for unit in units] == [
        ("thanks", False, False), ("taro", True, False), ("taro", True, True),
    ]  # fmt: skip


def test_what_is_left_without_them_has_japanese_in_its_places():
    left = without_plain("LINEで聞く ok 3")
    assert len(left) == len("LINEで聞く ok 3") and left.split() == ["で聞く", "3"] and has_japanese(left)
