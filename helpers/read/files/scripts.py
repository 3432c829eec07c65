"""What a text's letters say about its decoding: people write such, or only a wrong decoding yields them."""

import re
from collections import Counter
from itertools import product
from string import ascii_letters

from helpers.read.signs import sign

FIRST_LINES = 10  # of a file, preamble and header among them, in which known words are looked for


def _two_byte(codec: str, leads: range, trails: range) -> str:
    """All letters of a codec's rows, none of ASCII or half width."""
    letters = (bytes(pair).decode(codec, "ignore") for pair in product(leads, trails))
    return "".join(sorted({letter for letter in letters if re.fullmatch(r"[^\x00-\x7f｡-ﾟ]", letter)}))


# --- Japanese: JIS rows 1-6 (signs, full-width letters, kana, Greek), NEC's row 13 (①, ㈱) and level 1 kanji are
# common; other kanji stand in names (彅, 齋) and are never the most of a text
_TRAILS = range(0xA1, 0xFF)
_SIGNS = _two_byte("euc_jp", range(0xA1, 0xA7), _TRAILS) + _two_byte("cp932", range(0x81, 0x82), range(0x40, 0xFD))
_NEC = _two_byte("cp932", range(0x87, 0x88), range(0x40, 0x9D)) + "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
_IBM = _two_byte("cp932", range(0xFA, 0xFC), range(0x80, 0xFD))  # 髙 and 﨑; never two accented letters
_COMMON = _SIGNS + _NEC + _IBM + _two_byte("euc_jp", range(0xB0, 0xD0), _TRAILS)
_KANJI = "\u4e00-\u9fff\uf900-\ufaff"
_OF_UTF_8 = "縺繧繝"  # what CP932 makes of the first two bytes of kana in UTF-8
_RARE = f"(?![{_COMMON}{_OF_UTF_8}])[{_KANJI}]"
_VOICED = "(?:[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ|[ｦｱ-ﾝ])"
_HALF_WORD = f"(?:{_VOICED}[ｧ-ｮ]?ｯ?ｰ*){{2,}}"
_HALF_WIDTH = re.compile(
    f"(?<![A-Za-z｡-ﾟ])(?<!{_RARE})｢?{_HALF_WORD}(?:[､｡･]{_HALF_WORD})*[｣｡]?(?![A-Za-z｡-ﾟ])(?!{_RARE})"
)
_JAPANESE = {
    "sure": re.compile(f"[{_COMMON}]{{2,}}"),
    "kana": re.compile("[ぁ-ゖァ-ヺ]"),
    "rare": re.compile(_RARE),
    "half": re.compile("[｡-ﾟ]"),
    "half_word": _HALF_WIDTH,
    "foreign": re.compile(f"(?![{_COMMON}])[^\\x00-\\x7f{_KANJI}｡-ﾟ]|[{_OF_UTF_8}]"),
    # one kanji or half-width letter at ASCII letters: what CP932 makes of “it’s”, “École” and “très”
    "wedged": re.compile(
        f"(?<=[A-Za-z.?!])[{_COMMON}](?![^\\x00-\\x7f])|(?<![^\\x00-\\x7f])[{_COMMON}](?=[A-Za-z])"
        "|(?<=[a-z])[｡-ﾟ]|[｡-ﾟ](?=[a-z])"
    ),
}

# --- Western European: single accented letters in words of ASCII letters, and typographic signs between words
_ACCENTED = "À-ÖØ-öø-ÿŒœŠšŽžŸ"
_LETTER = f"A-Za-z{_ACCENTED}"
_WESTERN = {
    "odd": re.compile(
        f"[{_ACCENTED}]{{3,}}"
        f"|(?<![{_LETTER}])(?<![A-Za-z]{{2}}[ -/:-@])[{_ACCENTED}]{{2}}(?![{_LETTER}])"  # a word by itself
        f"|(?<![{_LETTER}])[ÃËÎÏÕÙÛÝÞÐãëîïõûýþðÿ](?![{_LETTER}])"
        "|(?<=[a-zà-öø-ÿœ])[À-ÖØ-ÞŒŠŽŸ]|(?<=[A-Z])[À-ÖØ-Þ](?=[A-Z]?[a-z])"  # capitals inside words
        "|œ(?![cdeinstu])|Œ(?![cdeinstuæCDEINSTU])"
        f"|(?<=[a-z])[–—‘´](?=[a-z])|(?<=[a-z])‘(?![{_LETTER}])"
        "|(?<![A-Za-z0-9'’»”.!?)])[’”](?=[a-z])"
        f"|[£¥§©®°±²³µº¹ª¶·¿](?=[À-ÖØ-öø-ÿ])|(?<=[{_ACCENTED}])[£¥§±µ¿¡]"
    ),
    # signs in a letter's place, as text in CP850, Mac Roman, Latin-2 or EUC-JP has them
    "wrong": re.compile(
        f"(?<=[{_LETTER}])[†‡‰•‹›ƒ“”„‚€™¡¢£¤¥¦§¨©ª«¬®¯°±²³µ¶¸¹º»¼½¾¿×÷](?=[{_LETTER}])"
        f"|(?<=[{_LETTER}])[‚„ƒ‰‡‹¢¤¦¬¶¼½¾]|ƒ(?=[{_LETTER}])|[¹²³¼½¾](?=[a-z]{{3}})|[ˆ˜¤¸¯¨¬¦]"
        f"|[£¹](?=[{_LETTER}])|(?<=[{_LETTER}])[£¹]|¹(?=[0-9])|(?<=[{_LETTER}]{{3}})³"  # Ł, ą and ł in CP1250
    ),
    # letters of Slavic, Turkish, Baltic and Mac encodings read as CP1252, hardly written in Western Europe
    "foreign": re.compile("[ŠšŽžŸÐðÞþÝý]|õ(?!e)"),
}
# words like 合計, 1,500円 or 4月1日: few letters, but no wrong decoding yields them alone
_LONE = re.compile(f"^(?=.*[ぁ-ヺ{_KANJI}])[!-@\\[-`{{-~{_COMMON}]+$", re.MULTILINE)
_OPEN_QUOTES = re.compile(f'(?<![{_LETTER}])(?:‚(?![^\\n]*[‘’])|„(?![^\\n]*[“”"]))')  # “é” and “ä” in CP850
_NON_ASCII = re.compile(r"[^\x00-\x7f\xa0\xad]")


def evidence(text: str, codec: str) -> Counter[str]:
    """Numbers of letters, by what they say, in the differing words of a text that hold more than ASCII.

    The text is of whole lines, decoded with `codec` (cp932, euc_jp or cp1252). ``letters`` are all but ASCII; sums over
    the parts of a file add up.

    Examples
    --------
    >>> sorted(evidence("氏名\\n髙橋\\n", "cp932").items())
    [('letters', 4), ('lone', 4), ('sure', 4)]
    """
    apart = text.replace(",", ", ").replace(";", "; ").replace("|", "| ")
    words = "\n".join({word for word in apart.split() if not word.isascii()})
    kinds = {"letters": _NON_ASCII} | (_WESTERN if codec == "cp1252" else _JAPANESE)
    seen = Counter({kind: sum(map(len, pattern.findall(words))) for kind, pattern in kinds.items()})
    if codec == "cp1252" and ("‚" in text or "„" in text):
        seen["wrong"] += len(_OPEN_QUOTES.findall(text))
    if codec == "cp932":
        seen["lone"] = _lone(words)
    return +seen


def _lone(words: str) -> int:
    """Letters of words that are Japanese throughout; none where most might be an accent and a letter (96 6F: ño)."""
    letters = "".join(_NON_ASCII.findall("".join(_LONE.findall(words))))
    doubtful = [letter for letter in letters if chr(letter.encode("cp932")[-1]) in ascii_letters]
    return len(letters) if 2 * len(doubtful) < len(letters) else 0


def has_known_word(text: str) -> bool:
    """Whether a file's first lines hold a word of Japanese exports, which a wrong encoding doesn't yield by chance.

    Examples
    --------
    >>> has_known_word("顧客ID,x\\n"), has_known_word("id,x\\n" * 10 + "顧客ID")
    (True, False)
    """
    return bool(sign("japanese_exports").search("\n".join(text.splitlines()[:FIRST_LINES])))


def fit(seen: Counter[str], codec: str, known_word: bool, alone: bool = False) -> str:
    """How well a text's letters fit the encoding that it was decoded with: ``yes``, ``maybe`` or ``no``.

    `alone`: no other encoding reads the text, so that few letters suffice if none is odd.

    Examples
    --------
    >>> texts = {codec: "山田,山田".encode("cp932").decode(codec) for codec in ("cp932", "cp1252")}
    >>> {codec: fit(evidence(text, codec), codec, has_known_word(text)) for codec, text in texts.items()}
    {'cp932': 'yes', 'cp1252': 'no'}
    """
    if not seen["letters"]:
        return "maybe"
    harmless = not seen["half"] + seen["foreign"] + seen["rare"] and seen["wedged"] * 5 <= seen["letters"]
    plain_kana = seen["kana"] and not seen["wedged"] and seen["sure"] * 2 >= seen["letters"]
    if codec == "cp932" and harmless and (alone or plain_kana):
        return "yes"
    return _western_fit(seen) if codec == "cp1252" else _japanese_fit(seen, codec, known_word)


def _western_fit(seen: Counter[str]) -> str:
    letters = seen["letters"]
    if seen["wrong"] * 100 > letters or seen["odd"] * 5 > letters:
        return "no"
    sound = not seen["wrong"] and seen["odd"] * 20 <= letters and seen["foreign"] * 20 <= letters
    return "yes" if sound else "maybe"


def _japanese_fit(seen: Counter[str], codec: str, known_word: bool) -> str:
    letters = seen["letters"]
    odd = seen["foreign"] + seen["wedged"]
    if codec == "cp932":  # half-width katakana alone could be Cyrillic or Thai; beside Japanese words they are names
        sure = seen["sure"] >= 3 and (seen["sure"] + seen["half_word"] * (seen["sure"] >= 4)) * 2 >= letters
        sure = sure or seen["lone"] == letters
        crooked = seen["half"] - seen["half_word"]  # half-width katakana that make no word
    else:  # kanji alone could be Korean or Chinese
        sure = seen["sure"] * 2 >= letters and seen["kana"] * 20 >= letters
        crooked = 0  # EUC-JP marks each half-width letter
    if (sure or known_word) and odd * 20 <= letters and seen["rare"] * 3 <= letters:
        return "yes"
    unlikely = (odd + crooked) * 5 > letters or seen["rare"] * 2 > letters
    return "no" if unlikely else "maybe"
