"""How Japanese words are negated: 届く, 届かない; 良い, 良くない; 丁寧, 丁寧ではない."""

_ROWS = str.maketrans("うくぐすつぬぶむる", "わかがさたなばまら")  # last letter of a verb of five rows before ない


def negated(base: str, kind: str, conjugation: str, passive: str = "") -> str:
    """Plain negative of a word's base form.

    Parameters
    ----------
    kind, conjugation : str
        Part of speech and type of conjugation, as SudachiPy names them.
    passive : str
        れる or られる where it follows the verb.

    Examples
    --------
    >>> negated("届く", "動詞", "五段-カ行"), negated("止める", "動詞", "下一段-マ行", "られる")
    ('届かない', '止められない')
    >>> negated("為る", "動詞", "サ行変格", "れる"), negated("良い", "形容詞", "形容詞"), negated("丁寧", "形状詞", "*")
    ('されない', '良くない', '丁寧ではない')
    """
    if kind == "動詞":
        return _stem(base, conjugation, passive) + passive.removesuffix("る") + "ない" if base != "有る" else "ない"
    return f"{base[:-1]}くない" if kind == "形容詞" else f"{base}ではない"


def _stem(base: str, conjugation: str, passive: str) -> str:
    if base == "為る":
        return "さ" if passive else "し"
    if conjugation.startswith("五段"):
        return base[:-1] + base[-1].translate(_ROWS)
    if conjugation.startswith("サ行変格") and base.endswith("する"):
        return base[:-2] + ("さ" if passive else "し")
    return f"{base[:-2]}こ" if conjugation.startswith("カ行変格") and base.endswith("くる") else base[:-1]
