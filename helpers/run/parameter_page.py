"""The page of parameters and the notebooks' parameters cells, made from the parameters' definitions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from helpers.base.cells import PARAMETER_FILE, values_set
from helpers.base.errors import LANGUAGES, Said
from helpers.base.folders import PROJECT
from helpers.base.parameters import in_groups, meaning, more_on
from helpers.base.settings import PARAMETER_GROUPS
from helpers.invite.settings import InviteSettings
from helpers.run.codes import markdown_cell

PARAMETER_PAGES = {"en": PROJECT / "docs" / "parameters.md", "ja": PROJECT / "docs" / "parameters.ja.md"}
_HEAD = {
    "en": """# Parameters

What a parameter file may hold; `--set NAME=VALUE` and a batch's changes take the same names, a notebook's parameters
cell and `papermill -p` too. `null` is none. A name that is none of these, a value of another kind or out of range is
refused by name, and nothing is run. `python run.py refresh` makes this page from the definitions in
`helpers/*/settings.py`. ([日本語](parameters.ja.md))
""",
    "ja": """# パラメータ

設定ファイルに書ける設定です。`--set 名前=値`、一括実行の変更、ノートブックのパラメータのセル、
`papermill -p` でも同じ名前を使います。
`null` は「なし」です。ここにない名前、種類の違う値、範囲外の値は、その名前を示して断り、何も実行しません。
このページは `helpers/*/settings.py` の定義から `python run.py refresh` で作ります。（[English](parameters.md)）
""",
}
_HEADS = {"en": ("parameter", "default", "type and range", "meaning"), "ja": ("設定", "既定値", "種類と範囲", "意味")}
_REQUIRED: Said = {"en": "required", "ja": "必須"}
_EMPTY: Said = {"en": "empty", "ja": "空欄"}
_THEN: Said = {"en": "; ", "ja": "。"}
_OR: Said = {"en": " or ", "ja": "、または"}
_TYPES: Mapping[str, Said] = {
    "string": {"en": "text", "ja": "文字列"},
    "date": {"en": "date", "ja": "日付"},
    "integer": {"en": "whole number", "ja": "整数"},
    "number": {"en": "number", "ja": "数値"},
    "boolean": {"en": "true or false", "ja": "trueかfalse"},
    "array": {"en": "list", "ja": "一覧"},
    "object": {"en": "names and values", "ja": "名前と値の組"},
}
_LIMITS: Mapping[str, Said] = {
    "minimum": {"en": "from {}", "ja": "{}以上"},
    "exclusiveMinimum": {"en": "above {}", "ja": "{}より大きい"},
    "maximum": {"en": "up to {}", "ja": "{}以下"},
    "exclusiveMaximum": {"en": "below {}", "ja": "{}未満"},
    "maxLength": {"en": "at most {} letters", "ja": "{}文字以内"},
    "maxItems": {"en": "of {}", "ja": "{}個"},
}
_PYTHON = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "array": "list", "object": "dict"}
_FILE_HELP = "a parameter file; None is the one that lab was started with, else the sample's"
_CELL_HEAD = (
    '# None: as the parameter file says; "null": none. Any other parameter may be set here too (docs/parameters.md)'
)


def parameter_page(language: str) -> str:
    """The page in one language, as Markdown."""
    parts = [_HEAD[language]]
    for group, names in in_groups(InviteSettings).items():
        rows = [_row(name, language) for name in names]
        parts += [f"## {PARAMETER_GROUPS[group][language]}\n", _table(_HEADS[language], rows)]
    return "\n".join(parts)


def write_parameter_pages() -> None:
    """Write the pages into docs."""
    for language in LANGUAGES:
        PARAMETER_PAGES[language].write_text(parameter_page(language), encoding="utf-8", newline="\n")


def parameters_cell(source: str) -> str:
    """A notebook's parameters cell: the names that it has, each with its type and its help.

    Examples
    --------
    >>> print(parameters_cell("seed = None").splitlines()[-1])
    seed: int = None  # seed of the draws
    """
    names = values_set([source], InviteSettings.model_fields)
    return "\n".join([_CELL_HEAD, *map(_line, names)])


def _line(name: str) -> str:
    if name == PARAMETER_FILE:
        return f"{name}: str = None  # {_FILE_HELP}"
    kind = _kinds(name)[0].get("type", "string")
    return f"{name}: {_PYTHON[kind]} = None  # {meaning(InviteSettings, name)['en']}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(markdown_cell, line)) + " |" for line in lines) + "\n"


def _row(name: str, language: str) -> list[str]:
    says = [meaning(InviteSettings, name)[language], more_on(InviteSettings, name).get(language, "")]
    kinds = dict.fromkeys(_in_words(kind, language) for kind in _kinds(name))
    return [f"`{name}`", _default(name, language), _OR[language].join(kinds), _THEN[language].join(filter(None, says))]


@cache
def _kinds(name: str) -> list[dict[str, Any]]:
    """What a parameter may be, other than nothing."""
    schema = InviteSettings.model_json_schema()["properties"][name]
    return [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]


def _in_words(kind: Mapping[str, Any], language: str) -> str:
    if "enum" in kind:
        return ", ".join(f"`{choice}`" for choice in kind["enum"])
    name = kind.get("format", kind["type"])
    limits = [said[language].format(f"{kind[key]:.12g}") for key, said in _LIMITS.items() if key in kind]
    return " ".join([_TYPES[name][language], *limits])


def _default(name: str, language: str) -> str:
    field = InviteSettings.model_fields[name]
    if field.is_required():
        return _REQUIRED[language]
    if field.default == "":
        return _EMPTY[language]
    return json.dumps(field.default, ensure_ascii=False).replace('"', "")
