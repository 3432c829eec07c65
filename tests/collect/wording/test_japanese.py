"""Japanese words: base forms, negations as parts of their words, and names of persons left out."""

from helpers.collect.masking import Persons
from helpers.collect.wording.japanese import japanese_phrases
from helpers.collect.wording.negation import negated
from tests.each import each


def words(text, *names):
    spans = frozenset(Persons.of(names).names.spans(text))
    return [" ".join(unit.text for unit in phrase) for phrase in japanese_phrases(text, spans) if phrase]


@each("text, expected", [
    ("配送が遅かったです", ["配送 遅い"]),
    ("梱包が丁寧でした", ["梱包 丁寧"]),
    ("梱包が雑で箱がつぶれていた", ["梱包 雑", "箱 つぶれる"]),
    ("おいしい。美味しかった！", ["美味しい", "美味しい"]),
    ("賞味期限が短い", ["賞味 期限 短い"]),
    ("甘さ控えめで使いやすい", ["甘さ 控えめ", "使いやすい"]),
    ("解約の手続きがわかりにくい", ["解約 手続き わかりにくい"]),
    ("不十分な説明", ["不十分 説明"]),
    ("お世話になっております", ["世話"]),
    ("もう二度と来た", ["来る"]),
    ("2日遅れで届いた", ["遅れ 届く"]),
    ("クーポンが使えました", ["クーポン 使える"]),  # 使える is no 使う
])  # fmt: skip
def test_base_forms(text, expected):
    assert words(text) == expected


@each("text, expected", [
    ("商品が届かない", "商品 届かない"),
    ("まだ届いていません", "届かない"),
    ("届いてないです", "届かない"),
    ("味は良くなかったです", "味 良くない"),
    ("良くありません", "良くない"),
    ("良くはない", "良くない"),
    ("使いにくくない", "使いにくくない"),
    ("丁寧ではない", "丁寧ではない"),
    ("本物じゃない", "本物ではない"),
    ("解約できませんでした", "解約 出来ない"),
    ("定期便を止められない", "定期便 止められない"),
    ("返金されない", "返金 されない"),
    ("二度と頼みたくありません", "頼まない"),
    ("返信が来ない", "返信 来ない"),
    ("返品に応じてもらえなかった", "返品 応じない"),
    ("返事がない", "返事 ない"),
    ("特に不満はありません", "不満 ない"),
    ("送料が高すぎる", "送料 高い"),
])  # fmt: skip
def test_negations_are_part_of_their_words(text, expected):
    assert " ".join(words(text)) == expected


@each("text, expected", [
    ("値段が高く味も悪い", ["値段 高い", "味 悪い"]),
    ("丁寧で気に入った", ["丁寧", "気 入る"]),
    ("丁寧な梱包と品質の良さ", ["丁寧 梱包", "品質 良さ"]),
    ("可もなく不可もない", ["可 ない", "不可 ない"]),
    ("定期便が便利", ["定期便 便利"]),
    ("遅く届いた", ["遅い 届く"]), ("丁寧に梱包された", ["丁寧 梱包"]), ("安く美味しい", ["安い", "美味しい"]),
    ("すごく美味しい", ["凄い 美味しい"]),
    ("壊れた箱", ["壊れる 箱"]), ("注文した商品", ["注文 商品"]),
    ("返事がない店", ["返事 ない", "店"]), ("不満がある人", ["不満", "人"]),
    ("値段がとても高い", ["値段", "高い"]), ("味と香り", ["味", "香り"]), ("梱包も対応も良い", ["梱包", "対応 良い"]),
    ("届いたのに遅い", ["届く", "遅い"]), ("高いから買わない", ["高い", "買わない"]),
    ("壊れて届いた", ["壊れる", "届く"]),
    ("高いお値段", ["高い 値段"]), ("箱が破損していた", ["箱 破損"]), ("毎回味が違う", ["毎回 味 違う"]),
])  # fmt: skip
def test_neighbours_belong_together(text, expected):
    """Nothing that was dropped stands between them, no "and", and no end of a clause."""
    assert words(text) == expected


def test_words_keep_how_they_were_spelled():
    units = [
        unit
        for phrase in japanese_phrases("見つからない。おいしかった。こなかった。くる", frozenset())
        for unit in phrase
    ]
    assert [unit.form for unit in units] == ["見つからない", "おいしい", "こない", "くる"]
    assert [unit.text for unit in units] == ["見付からない", "美味しい", "来ない", "来る"]


@each("base, kind, conjugation, expected", [
    ("買う", "動詞", "五段-ワア行", "買わない"), ("待つ", "動詞", "五段-タ行", "待たない"),
    ("貸す", "動詞", "五段-サ行", "貸さない"), ("泳ぐ", "動詞", "五段-ガ行", "泳がない"),
    ("死ぬ", "動詞", "五段-ナ行", "死なない"), ("選ぶ", "動詞", "五段-バ行", "選ばない"),
    ("読む", "動詞", "五段-マ行", "読まない"), ("切る", "動詞", "五段-ラ行", "切らない"),
    ("見る", "動詞", "上一段-マ行", "見ない"), ("来る", "動詞", "カ行変格", "来ない"),
    ("為る", "動詞", "サ行変格", "しない"), ("愛する", "動詞", "サ行変格", "愛しない"),
    ("有る", "動詞", "五段-ラ行", "ない"), ("遅い", "形容詞", "形容詞", "遅くない"),
    ("静か", "形状詞", "*", "静かではない"),
])  # fmt: skip
def test_how_words_are_negated(base, kind, conjugation, expected):
    assert negated(base, kind, conjugation) == expected


def test_names_of_persons_part_what_stands_around_them():
    assert words("山田さんが親切でした") == ["親切"]
    assert words("対応した鬼龍院さんは良い") == ["対応", "良い"]


def test_names_of_the_crm_are_left_out_where_they_are_no_common_word():
    """たかい and やすい are surnames too, and so is かない, which stands inside 届かない."""
    assert words("たかい。使いやすい。届かない", "タカイ", "ヤスイ", "カナイ") == ["高い", "使いやすい", "届かない"]
    assert words("ゾラクは親切", "ゾラク") == ["親切"]
    assert words("ゾラクは親切") == ["ゾラク 親切"]


def test_a_very_long_comment_is_read_in_pieces():
    assert len(words("配送が遅い" * 20_000)) > 10
