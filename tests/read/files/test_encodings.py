"""Which encoding a text file is in: right or asked, never wrong."""

import codecs
import random
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.files import encodings
from helpers.read.files.encodings import encoding_of, marked_encoding
from tests.each import each

# --- what exports of Japanese shops hold
HEADERS = [
    *[
        "顧客ID,氏名,購入金額",
        "会員番号,お名前,住所",
        "注文番号,受注日,商品名,数量",
        "id,おすすめ度,ご意見",
        "担当,店舗,備考",
    ],
    *[
        "姓,名,フリガナ",
        "タイムスタンプ,お勧め度,理由",
        "ﾌﾘｶﾞﾅ,区分,曜日",
        "メールアドレス,性別",
        "枝番,種別",
        "id,name,note",
    ],
]
NAMES = [
    *[
        "髙橋花子",
        "山田太郎",
        "佐藤",
        "渡邉美咲",
        "齋藤健",
        "﨑山",
        "濱田",
        "鈴木一郎",
        "森",
        "李",
        "王",
        "やまだ たろう",
        "サトウ",
    ],
    *["ﾀﾅｶ ﾀﾛｳ", "ｻﾄｳ ﾊﾅｺ", "ﾔﾏﾀﾞ", "ｽｽﾞｷ ｲﾁﾛｳ", "ﾜﾀﾅﾍﾞ", "ヤマダ タロウ", "小林 由美子", "中村", "林"],
]
PLACES = [
    *[
        "東京都千代田区丸の内1-1-1",
        "大阪府大阪市北区梅田３丁目",
        "北海道札幌市中央区",
        "愛知県名古屋市中村区名駅1丁目1番4号",
    ],
    *["埼玉県さいたま市", "ABCﾋﾞﾙ2F", "ｺｰﾎﾟ山田101", "沖縄県那覇市", "港区六本木ヒルズ森タワー", "神奈川県横浜市"],
]
GOODS = [
    *[
        "Tシャツ",
        "Ｔｼｬﾂ",
        "Tｼｬﾂ",
        "iPhone用ケース",
        "USBケーブル",
        "①セット",
        "㈱山田商店",
        "№5ノート",
        "α-リポ酸",
        "500ml入",
    ],
    *[
        "緑茶（静岡産）",
        "みかん5kg",
        "鮭",
        "傘",
        "ｺｰﾋｰ豆",
        "ﾁｮｺﾚｰﾄ",
        "「限定」バッグ",
        "ポイント10％還元",
        "Webサイト",
        "PC・携帯",
    ],
]
COMMENTS = [
    *[
        "とても良かったです。",
        "対応が早く満足しています！",
        "普通",
        "特になし",
        "もう少し安いと嬉しい。",
        "梱包が丁寧でした♪",
    ],
    *[
        "サイズが合わない、残念。",
        "友人に「おすすめ」しました",
        "なし",
        "配送が遅い…",
        "ﾊﾔｲ､ﾔｽｲ",
        "最高ﾃﾞｽ",
        "男",
        "女",
        "済",
        "無",
    ],
]
# --- what exports of Western Europe hold
WESTERN_HEADERS = [
    *[
        "id,Prénom,Nom",
        "Kundennummer,Größe,Straße",
        "código,teléfono",
        "id,name,city",
        "numéro,société,réponse",
        "id,comment",
    ],
    *["score,Warum?", "nome,città", "kundenr,navn,by", "ID,¿Por qué?"],
]
WESTERN = [
    *[
        "André",
        "Müller",
        "José García",
        "Zoë",
        "Søren Ågård",
        "François Lefèvre",
        "Jürgen Groß",
        "João Conceição",
        "Élodie",
        "Åsa",
    ],
    *[
        "Ångström",
        "MÜLLER",
        "Æbler",
        "O’Brien",
        "Très bien, rien à dire",
        "C’est parfait",
        "l’été dernier, déçu",
        "âgée",
        "Noël",
    ],
    *[
        "qualité médiocre…",
        "je suis satisfait – merci",
        "Don’t know",
        "It’s “great”",
        "LET’S GO",
        "WOMEN’S SHOES",
        "Größe",
        "ÉCOLE",
    ],
    *[
        "für mich zu groß",
        "Ärger mit der Lieferung",
        "„sehr gut“",
        "geht’s",
        "muy bueno, ñoño",
        "¿Cuándo llega?",
        "¡Excelente!",
    ],
    *[
        "atenção às opções",
        "não gostei",
        "città più bella",
        "perché è così",
        "rødgrød med fløde",
        "på øen",
        "kött och bröd",
        "café",
    ],
    *[
        "20 °C",
        "12,50 €",
        "€ 12",
        "£20",
        "5 m²",
        "N° 5",
        "1º lugar",
        "naïve",
        "œuf au cœur",
        "à",
        "É",
        "ñ",
        "où ça",
        "créée",
        "été",
    ],
    *[
        "« très bon »",
        "© 2024 Müller™",
        "50 % – 60 %",
        "Crème brûlée",
        "½ Liter",
        "3×4",
        "reçu",
        "maïs",
        "BÂLE",
        "Œuvre",
    ],
]
# --- what no encoding here is for: text and its encodings
FOREIGN = {
    ("cp1250", "iso8859-2", "cp852"): ["Příští týden", "Děkuji, vše v pořádku", "žluťoučký kůň", "špatné", "Nováková"],
    ("cp1250 ", "iso8859-2 ", "cp852 "): ["Zażółć gęślą jaźń", "Łódź", "Wałęsa", "miłość, wartość"],
    ("cp1254", "iso8859-9"): ["teşekkürler", "ağaç", "Şişli", "değil", "alışveriş"],
    ("cp1251", "koi8-r", "cp866", "iso8859-5"): ["Привет", "Очень хорошо, спасибо", "Иванов Иван", "нет, Москва"],
    ("cp1253", "iso8859-7"): ["Καλημέρα", "ευχαριστώ", "Αθήνα"],
    ("euc_kr", "cp949"): ["안녕하세요", "고객 이름", "김철수", "서울특별시", "매우 만족"],
    ("gbk", "gb18030"): ["客户姓名", "北京市朝阳区", "非常满意，谢谢", "订单编号"],
    ("big5",): ["客戶姓名", "陳大文", "台北市信義區", "非常滿意，謝謝"],
    ("cp1255",): ["שלום", "תודה", "ישראל"],
    ("cp850", "cp437", "mac_roman"): [
        "très agréable",
        "fidélité",
        "José García, señor",
        "Schöne Grüße",
        "à bientôt, Zoë",
    ],
}


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """Encoding that the bytes of a file are taken for; the error's code where it isn't told."""
    path = tmp_path_factory.mktemp("encodings") / "shop.csv"

    def tell(content, declared=None):
        path.write_bytes(content)
        try:
            return encoding_of(path, declared).codec
        except KitError as error:
            return error.code

    return tell


@pytest.fixture(scope="session")
def refused(tmp_path_factory):
    path = tmp_path_factory.mktemp("refused") / "shop.csv"

    def error(content, declared=None):
        path.write_bytes(content)
        with pytest.raises(KitError) as caught:
            encoding_of(path, declared)
        return caught.value

    return error


def rows_of(cells, header, chance, most=6):
    rows = [
        ",".join([str(n), *chance.choices(cells, k=chance.randint(1, 3))]) for n in range(1, chance.randint(2, most))
    ]
    return "\r\n".join([header, *rows, ""])


def japanese(chance):
    """A small file: one or two kinds of cells under a header."""
    cells = chance.sample([NAMES, PLACES, GOODS, COMMENTS], chance.randint(1, 2))
    return rows_of([*chain(*cells)], chance.choice(HEADERS), chance)


def western(chance):
    return rows_of(WESTERN, chance.choice(WESTERN_HEADERS), chance)


def encoded(text, codec):
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return text.encode("ascii", "ignore")


# --- trivial


@pytest.mark.parametrize("content", [b"", b"id,name\n1,a\n", b"id\n\x1b[0m\n", b"id,note\n1,\0\n2,\0\n3,\0\n4,\0\n"])
def test_ascii_is_utf_8(told, content):
    assert told(content) == "utf-8"


@each(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
@each("declared", [None, "cp1252", "utf-8", "utf-16"])
def test_a_byte_order_mark_decides(told, mark, codec, name, declared):
    content = mark + "id,氏名\n1,髙橋\n".encode(codec)
    assert told(content, declared) == name
    assert content.decode(name) == "id,氏名\n1,髙橋\n"


@each("codec", ["utf-16-le", "utf-16-be"])
@each("text", ["id,name\n1,a\n", "顧客ID,氏名\r\n1,鈴木一郎\u3000様\r\n", "id,name"])
@each("declared", [None, "utf-16"])
def test_utf_16_without_a_mark(told, codec, text, declared):
    assert told(text.encode(codec), declared) == codec


def test_nuls_in_single_bytes_are_no_utf_16():
    # every NUL in an even place, as in UTF-16-BE, but line feeds without one
    assert marked_encoding(b"a\0\na,b\n\0\0x\n" * 20) == ""


@pytest.mark.parametrize("codec", ["iso2022_jp", "iso2022_jp_2"])
def test_escape_sequences(told, codec):
    assert told("顧客ID,氏名\n1,山田\n".encode(codec)) == "iso2022_jp"


@each("text", [*NAMES, *PLACES, *GOODS, *COMMENTS, *WESTERN])
def test_utf_8_stays_utf_8(told, text):
    assert told(f"id,note\n1,{text}\n".encode()) == "utf-8"


# --- hand-made


@each(
    ("text", "codec"),
    [
        ("顧客ID,氏名\n1,山田\n2,佐藤\n", "cp932"),
        ("顧客ID,氏名\n1,山田\n2,佐藤\n", "euc_jp"),
        ("会員番号,氏名,ﾌﾘｶﾞﾅ\n1,髙橋,ﾀｶﾊｼ\n2,﨑山,ｻｷﾔﾏ\n", "cp932"),
        ("コード,カナ\n" + "".join(f"{n},ﾀﾅｶ ﾀﾛｳ{'ｱｲｳｴｵ'[n % 5]}\n" for n in range(200)), "cp932"),
        ("おすすめ度,理由\n10,速い\n", "euc_jp"),
        ("顧客,ｶﾅ\n1,ﾀﾅｶ ﾀﾛｳ\n", "euc_jp"),  # kanji in CP932, but the header is a known word
        ("id,prénom\n1,Anne\n2,Paul\n", "cp1252"),
        ("id,note\n1,Größe\n2,süß, schön, Übel, Ärger, Öl\n", "cp1252"),
        ("id,fan of the Universe?Œæ,age\n1,Yes,18-29\n", "cp1252"),
        ("id,note\n1,Don’t know\n", "cp1252"),
    ],
)
def test_short_files(told, text, codec):
    assert told(text.encode(codec)) == codec


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "cp1252"])
def test_the_last_byte_counts_too(told, monkeypatch, codec):
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    lines = {"cp1252": "7,Très bien, l’été à Orléans\n"}.get(codec, "7,東京のお客様、山田さんから\n")
    content = ("id,note\n" + lines * 50).encode(codec)
    assert told(content) == codec
    assert told(content + b"8,\x81") == "E-ENCODING"


def test_a_million_letters_are_enough_but_all_must_decode(told, monkeypatch):
    monkeypatch.setattr(encodings, "ENOUGH_LETTERS", 20)
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    content = ("顧客ID,氏名\n" + "1,山田太郎\n" * 100).encode("cp932")
    assert told(content) == "cp932"
    assert told(content + b"2,\x81\xff\n") == "E-ENCODING"


def test_cp850_far_down_in_latin_1_is_found(told, monkeypatch):
    monkeypatch.setattr(encodings, "CHUNK_BYTES", 64)
    monkeypatch.setattr(encodings, "ENOUGH_LETTERS", 5)
    content = b"id,note\n" + "1,très agréable, fidélité\n".encode("cp1252") * 20
    assert told(content) == "cp1252"
    assert told(content + "2,qualité, fidélité\n".encode("cp850")) == "E-ENCODING"


@each(
    "lines",
    [
        ("1,très agréable\n".encode("cp1252"), "2,fidélité élevée\n".encode("cp850")),
        ("1,très agréable\n".encode("cp1252"), "2,fidélité élevée\n".encode()),
        ("1,山田太郎さん\n".encode("cp932"), "2,佐藤花子さん\n".encode()),
        ("1,山田太郎さん\n".encode("cp932"), "2,佐藤花子さん\n".encode("euc_jp")),
        ("1,山田太郎さん\n".encode("euc_jp"), "2,佐藤花子さん\n".encode()),
    ],
)
@each("times", [(1, 1), (5, 1), (1, 5)])
def test_two_encodings_in_one_file(told, lines, times):
    assert told(b"id,note\n" + lines[0] * times[0] + lines[1] * times[1]).startswith("E-ENCODING")


def test_utf_8_with_a_broken_letter_is_not_taken_for_another(refused):
    lines = "顧客ID,氏名\n1,山田太郎\n2,佐藤花子\n".encode()
    error = refused(lines + "3,鈴木".encode()[:-1] + b"\n")
    assert (error.code, error.fields["row"]) == ("E-ENCODING", 4)


def test_mapped_by_chance_is_not_mapped(told):
    # Python reads these single bytes of no letter as U+0080 and private use
    for byte in (b"\x80", b"\xa0", b"\xfd", b"\xfe", b"\xff"):
        assert told("顧客ID,氏名\n1,山田".encode("cp932") + byte + b"\n") == "E-ENCODING"


# --- corpora


@pytest.mark.parametrize(
    ("make", "codec", "least_right"), [(japanese, "cp932", 0.96), (japanese, "euc_jp", 0.9), (western, "cp1252", 0.99)]
)
def test_right_or_asked_never_wrong(told, make, codec, least_right):
    chance = random.Random(5)
    texts = [
        text
        for text in (make(chance) for _ in range(700))
        if len(encoded(text, codec)) > len(text) or codec == "cp1252"
    ]
    texts = [text for text in texts if encoded(text, codec).decode(codec) == text and not text.isascii()]
    answers = [told(text.encode(codec)) for text in texts]
    assert len(texts) > 300
    assert {answer for answer in answers if not answer.startswith("E-ENCODING")} == {codec}
    assert answers.count(codec) >= least_right * len(answers)


@each("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_unicode_is_never_asked_for(told, codec):
    chance = random.Random(6)
    for make in (japanese, western):
        for text in (make(chance) for _ in range(100)):
            assert told(text.encode(codec)) == codec


@each("codecs_, words", FOREIGN.items())
def test_other_encodings_are_not_taken_for_these(told, codecs_, words):
    for codec in map(str.strip, codecs_):
        content = encoded("id,note\n" + "".join(f"{n},{word}\n" for n, word in enumerate(words)), codec)
        assert not content.isascii()
        assert told(content).startswith("E-ENCODING"), codec


# --- declared


@each(
    ("declared", "codec"),
    [
        *[("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp932", "cp932"), ("shift_jis", "cp932"), ("euc-jp", "euc_jp")],
        *[("cp1252", "cp1252"), ("latin-1", "cp1252"), ("iso-2022-jp", "iso2022_jp")],
    ],
)
def test_a_declared_encoding(told, declared, codec):
    text = "id,note\n1,é\n" if codec == "cp1252" else "id,note\n1,無\n"
    assert told(text.encode(codec), declared) == codec


def test_a_declaration_decides_what_is_uncertain(refused, told):
    content = "id,note\n1,ｻｳﾅﾄ\n".encode("cp932")  # the bytes of 山田 in EUC-JP
    error = refused(content)
    assert (error.code, error.fields["encodings"]) == ("E-ENCODING-ASK", "cp932 / euc-jp")
    assert str(error).endswith("\nencoding: cp932  # or euc-jp")
    assert (told(content, "cp932"), told(content, "euc-jp")) == ("cp932", "euc_jp")


@pytest.mark.parametrize("declared", ["cp932", "euc-jp", "cp1252", "latin-1"])
def test_a_file_in_utf_8_beside_others_is_read_as_such(told, declared):
    assert told("顧客ID,氏名,購入金額\n1,山田花子,¥1,200\n".encode(), declared) == "utf-8"


SMALL = "id,comment\n1,とても良かったです。\n"


@each(
    ("codec", "declared", "other"),
    [
        ("euc_jp", "cp932", "euc-jp"),
        ("euc_jp", "shift-jis", "euc-jp"),
        ("euc_jp", "cp1252", "euc-jp"),
        ("euc_jp", "latin-1", "euc-jp"),
        ("cp932", "latin-1", "cp932"),  # which CP1252 can't read
        ("cp932", "utf-8", "cp932"),
        ("euc_jp", "iso-2022-jp", "euc-jp"),
    ],
)
def test_a_wrong_declaration_that_reads_all_names_the_right_one(refused, codec, declared, other):
    error = refused(SMALL.encode(codec), declared)
    assert (error.code, error.fields) == (
        "E-ENCODING-DECLARED",
        {"file": "shop.csv", "declared": declared, "other": other},
    )


@pytest.mark.parametrize(
    ("text", "codec", "declared", "told_as"),
    [
        (SMALL, "euc_jp", "euc-jp", ("euc_jp", ())),
        (SMALL, "utf-8", "cp1252", ("utf-8", ("W-ENCODING",))),
        (SMALL, "utf-8", "utf-8", ("utf-8", ())),
        ("id,name\n1,a\n", "ascii", "cp932", ("cp932", ())),
        ("id,name\n1,Łukasz ą0\n", "cp1250", "cp1252", ("cp1252", ("W-ENCODING-ODD",))),
        ("id,name\n1,山田\n", "cp932", "cp1252", ("cp1252", ("W-ENCODING-ODD",))),  # too short to be sure of CP932
    ],
)
def test_what_is_odd_in_a_declared_encoding_is_said(tmp_path, text, codec, declared, told_as):
    (tmp_path / "shop.csv").write_bytes(text.encode(codec))
    assert encoding_of(tmp_path / "shop.csv", declared) == told_as


@each("name", ["Łukasz", "ą0", "Paweł", "AŁ"])
def test_polish_is_not_taken_for_western(told, name):
    western = "2,Zoë\n3,Jürgen Groß\n4,Søren Ågård\n".encode("cp1252")
    assert told(b"id,name\n" + western + f"1,{name}\n".encode("cp1250")).startswith("E-ENCODING")


def test_one_possibility_is_still_to_be_confirmed(refused):
    error = refused("id,name\n山田,9\n".encode("cp932"))
    assert all(error.said(language).endswith("\nencoding: cp932") for language in ("en", "ja"))


def test_latin_1_is_read_to_the_letter_where_cp1252_can_not(told):
    assert told(b"id,note\n1,\x81\xe9\n", "latin-1") == "iso8859-1"


@each("end", ["\n", "\r\n", "\r"])
@each(("codec", "declared"), [("cp932", "utf-8"), ("cp932", "euc-jp")])
def test_a_wrong_declaration_names_the_row(refused, monkeypatch, end, codec, declared):
    for chunk in (16, 2**20):
        monkeypatch.setattr(encodings, "CHUNK_BYTES", chunk)
        lines = ["id,note", *(f"{n},abc" for n in range(2, 9)), "9,表", "10,x", ""]
        error = refused(end.join(lines).encode(codec), declared)
        assert (error.code, error.fields) == (
            "E-ENCODING",
            {"file": "shop.csv", "row": 9, "encoding": declared},
        )


def test_a_file_cut_inside_a_letter(refused):
    assert refused("id,氏名\n1,山田".encode()[:-1], "utf-8").fields["row"] == 2


# --- properties


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x1b\0"), max_size=30))
@example_settings(deadline=None, max_examples=60)
def test_utf_8_is_never_taken_for_another(told, text):
    assert told(text.encode()) == ("utf-8-sig" if text.startswith("\ufeff") else "utf-8")


@given(st.lists(st.sampled_from([*NAMES, *PLACES, *COMMENTS]), min_size=1, max_size=9), st.randoms())
@example_settings(deadline=None, max_examples=30)
def test_the_order_of_rows_says_nothing(told, cells, chance):
    shuffled = chance.sample(cells, len(cells))
    assert told("\n".join(["顧客,氏名", *cells]).encode("cp932")) == told(
        "\n".join(["顧客,氏名", *shuffled]).encode("cp932")
    )


@given(
    st.text(st.sampled_from("a表,\r\n"), max_size=20),
    st.sampled_from([("utf-8", b"\xff\n\x81"), ("utf-16", b"\x00\xdc"), ("iso-2022-jp", b"\xff\x81")]),
    st.integers(1, 7),
)
@example_settings(deadline=None, max_examples=150)
def test_the_row_that_stops_is_the_same_in_parts_and_at_once(refused, text, codec, chunk):
    declared, bad = codec
    whole = f"id,{text}".encode(declared) + bad + "b\nb".encode(declared)
    with pytest.raises(UnicodeDecodeError) as stopped:
        whole.decode(declared)
    before = whole[: stopped.value.start].decode(declared)
    row = 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "CHUNK_BYTES", chunk)
        error = refused(whole, declared)
    assert (error.code, error.fields["row"]) == ("E-ENCODING", row)


# --- messages


def test_messages_hold_no_cell(refused):
    secret = "taro.yamada@example.jp"
    for content in (f"id,x\n1,{secret}\xa0\x81\n".encode("latin-1"), f"{secret},ｻｳﾅﾄ\n".encode("cp932")):
        error = refused(content)
        assert secret not in str(error) + error.said("ja")
        assert "encoding" in str(error)
        assert "encoding" in error.said("ja")
