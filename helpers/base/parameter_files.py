"""Parameter files: what a report is asked to be."""

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from helpers.base.errors import KitError

MOST_NAMES = 1000  # in one place of a parameter file


class _Refused(yaml.MarkedYAMLError):
    """What is YAML, but not allowed here: the error's code, where, and the names that are said twice."""

    def __init__(self, code: str, mark: yaml.Mark, names: str = "") -> None:
        super().__init__()
        self.code, self.row, self.names = code, mark.line + 1, names


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which nothing is said twice (no aliases, no repeated keys), and not much: too many keys end it."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise _Refused("E-PARAMETER-FILE.alias", self.peek_event().start_mark)
        if isinstance(parent, yaml.MappingNode) and index is None and len(parent.value) == MOST_NAMES:  # one key more
            raise _Refused("E-PARAMETER-FILE.many", parent.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        twice = sorted(str(key) for key, n in Counter(map(str, keys)).items() if n > 1)
        if twice:
            raise _Refused("E-PARAMETER-FILE.twice", node.start_mark, ", ".join(twice))
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: Any) -> Any:
        """Date; one that no calendar has stays text, so that its parameter is refused by name."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_PlainLoader.add_constructor("tag:yaml.org,2002:timestamp", _PlainLoader.construct_yaml_timestamp)
UNREADABLE = (yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError, RecursionError)  # as PyYAML raises them


def yaml_value(text: str) -> Any:
    """What a text is in YAML.

    Raises
    ------
    One of `UNREADABLE`

    Examples
    --------
    >>> yaml_value("{region: [kanto, chubu]}")
    {'region': ['kanto', 'chubu']}
    """
    return yaml.load(text, Loader=_PlainLoader)  # noqa: S506, TID251


def read_yaml(path: Path) -> dict[str, Any]:
    """Content of a parameter file, a mapping of names to values.

    Raises
    ------
    KitError
        ``E-PARAMETER-FILE`` if it is missing, no UTF-8, no YAML, or no mapping.
    """
    if not path.is_file():
        raise KitError("E-PARAMETER-FILE.missing", file=path.name)
    try:
        content = yaml_value(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise KitError("E-PARAMETER-FILE.encoding", file=path.name) from None
    except _Refused as error:
        raise KitError(error.code, file=path.name, row=error.row, names=error.names, most=MOST_NAMES) from None
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KitError("E-PARAMETER-FILE.row", file=path.name, row=row) from None
    except UNREADABLE:
        raise KitError("E-PARAMETER-FILE.yaml", file=path.name) from None
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise KitError("E-PARAMETER-FILE.lines", file=path.name)
    return content
