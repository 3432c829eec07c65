"""The page of codes: every error, warning, reason and fix in English and Japanese, from the files that say them."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

import yaml

from helpers.base.folders import PROJECT
from helpers.read.ledger import NOT_APPLICABLE

CODES_PAGE = PROJECT / "docs" / "codes.md"
_HEAD = """# Codes コード一覧

Every code that `check`, the reports' ledgers and the lists of rows set aside may hold. `{…}` stands for what the
message names: a file, a row, a column. No message holds a cell's value. `python run.py refresh` makes this page from
the texts that the kit itself uses.

`check`、レポートの行数の収支、除いた行の一覧に出るコードです。`{…}` にはファイル・行・列などが入ります。
セルの内容がメッセージに出ることはありません。
"""
_ERRORS = """## Errors エラー

The run stops and nothing is written. The sentence says what to do; some codes have several.

処理を止め、何も書き出しません。対処方法は文に示します（複数の文があるコードもあります）。
"""
_WARNINGS = """## Warnings 警告

The file is used. The sentence says what to look at.

ファイルは使います。確認していただきたい点を文に示します。
"""
_IDLE = """## Reasons: not applicable 理由：対象外

Rows that don't count in the report. Nothing has to be done.

集計の対象ではない行です。対処は不要です。
"""
_DEFECTIVE = """## Reasons: defective 理由：不備

Rows, or single cells of a row that is used otherwise, that can't be used. Correct the cell that is named, or leave it:
above 1 % of the rows there is a warning, above 20 % the run stops. With `bad_rows: stop` the first one stops the run,
with the code in the last column and the sentence of `E-ROW`.

使えない行、または使う行の中の使えないセルです。示されたセルを直すか、そのままにします。
行の1%を超えると警告し、20%を超えると止まります。
`bad_rows: stop` では最初の1件で止まり、右端のコードと `E-ROW` の文を示します。
"""
_FIXES = """## Fixes 整えたもの

Cells that were brought into plain form and then used. They are counted. Nothing has to be done.

読み取れる形に整えて使ったセルです。件数を数えます。対処は不要です。
"""
Texts = Mapping[str, Mapping[str, str]]


def codes_page() -> str:
    """The page, as Markdown."""
    errors, sentences = _texts("errors"), _texts("sentences")
    reasons, fixes = _family(sentences, "reason_"), _family(sentences, "fixed_")
    idle = {code: said for code, said in reasons.items() if code in NOT_APPLICABLE}
    defective = {code: said for code, said in reasons.items() if code not in NOT_APPLICABLE}
    parts = [
        _HEAD,
        _ERRORS,
        _table(_family(errors, "E-", keep=True)),
        _WARNINGS,
        _table(_family(errors, "W-", keep=True)),
        _IDLE,
        _table(idle),
        _DEFECTIVE,
        _table(defective, stops=True),
        _FIXES,
        _table(fixes),
    ]
    return "\n".join(parts)


def write_codes() -> None:
    """Write the page into docs."""
    CODES_PAGE.write_text(codes_page(), encoding="utf-8", newline="\n")


def _texts(name: str) -> Texts:
    return yaml.safe_load(files("helpers.base").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def _family(texts: Texts, start: str, *, keep: bool = False) -> Texts:
    """Texts whose key begins with `start`, by the rest of the key or the whole, sorted."""
    return {key if keep else key.removeprefix(start): texts[key] for key in sorted(texts) if key.startswith(start)}


def _table(texts: Texts, *, stops: bool = False) -> str:
    heads = ["code", "English", "日本語", *["`bad_rows: stop`"] * stops]
    rows = [
        [f"`{code.partition('.')[0]}`", said["en"], said["ja"], *[f"`E-{code.upper().replace('_', '-')}`"] * stops]
        for code, said in texts.items()
    ]
    return "\n".join([_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows), ""])


def _row(cells: Iterable[str]) -> str:
    """Line of a Markdown table.

    Examples
    --------
    >>> _row(["E-X", 'Say which:\\n{lines} {{"a": 1}} | <b>'])
    '| E-X | Say which: {lines} {"a": 1} \\\\| &lt;b> |'
    """
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    said = " ".join(text.format_map(_Named()).split())
    return said.replace("|", r"\|").replace("<", "&lt;")


class _Named(dict):
    """Every field's name in its own braces."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
