"""The kit's own tables of words and signs, in YAML."""

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML came with its C part


def own_yaml(package: str, name: str) -> Any:
    """Content of a YAML file that lies in a package.

    Examples
    --------
    >>> own_yaml("helpers.base", "errors")["E-FILE-EMPTY"]["ja"]
    '{file}: 見出し行がありません。'
    """
    text = files(package).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506, TID251
