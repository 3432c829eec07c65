"""The parameter file that is written: what was settled, in groups, each with its meaning as a comment."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from helpers.base.folders import PROJECT
from helpers.base.parameters import in_groups
from helpers.base.settings import PARAMETER_GROUPS
from helpers.base.words import Words
from helpers.invite.settings import InviteSettings

PARAMETER_FILES = PROJECT / "notebooks" / "parameters"
_UNSAFE = re.compile(r"[^A-Za-z0-9_\-ぁ-ゖァ-ヺー々〆一-鿿]+")


def parameter_text(values: Mapping[str, Any], language: str, head: str = "") -> str:
    """Lines of a parameter file with comments; `head`: the first, by default that of `new`.

    Examples
    --------
    >>> print(parameter_text({"as_of": date(2026, 4, 1), "responses": None}, "en"))  # doctest: +ELLIPSIS
    # Written by "python run.py new"...
    <BLANKLINE>
    # Files, and how they are read
    responses: null  # the survey's answers
    <BLANKLINE>
    # Period and orders
    as_of: 2026-04-01  # the report's date
    <BLANKLINE>
    """
    blocks = [f"# {head or Words(language, 'JPY').say('new_file_head')}"]
    for group, names in in_groups(InviteSettings).items():
        there = [name for name in names if name in values]
        lines = [_line(name, values[name], language) for name in there]
        blocks += ["\n".join([f"# {PARAMETER_GROUPS[group][language]}", *lines])] if lines else []
    return "\n\n".join(blocks) + "\n"


def _line(name: str, value: Any, language: str) -> str:
    is_block = isinstance(value, Mapping)  # a list or a text stays on its line
    dumped = yaml.safe_dump({name: _plain(value)} if is_block else [_plain(value)], default_flow_style=not is_block,
                            allow_unicode=True, sort_keys=False, width=10**6).rstrip()  # fmt: skip
    text = dumped if is_block else f"{name}: {dumped[1:-1]}"
    help_text = InviteSettings.model_fields[name].json_schema_extra
    assert isinstance(help_text, dict)
    first, *rest = text.split("\n")
    return "\n".join([f"{first}  # {help_text['help'][language]}", *rest])  # type: ignore[index, call-overload]


def _plain(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def write_parameter_file(
    values: Mapping[str, Any], language: str, folder: Path = PARAMETER_FILES, head: str = ""
) -> Path:
    """Write the file under a name that is free, from the shop's; nothing is written over.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> [write_parameter_file({"shop_name": "Aoba Tea"}, "en", place).name for _ in range(2)]
    ['mine-Aoba-Tea.yaml', 'mine-Aoba-Tea-2.yaml']
    """
    shop = _UNSAFE.sub("-", str(values.get("shop_name") or "")).strip("-")[:40]
    stem = f"mine-{shop}" if shop else "mine"
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(parameter_text(values, language, head))
        except FileExistsError:
            number += 1
        else:
            return path
