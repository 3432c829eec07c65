"""Lines that any console can show."""

import sys
from typing import TextIO

_PLAIN = str.maketrans({"\u00a5": "\uffe5", "—": "-", "–": "-", "−": "-", "…": "...", "“": '"', "”": '"'})


def print_lines(*lines: str, to: TextIO | None = None) -> None:
    """Print lines so that any console can show them, a Japanese Windows one too."""
    to = to or sys.stdout
    for line in lines:
        print(printable(line, to.encoding or "utf-8"), file=to, flush=True)


def printable(text: str, encoding: str) -> str:
    r"""Text that `encoding` can write: as it is, else with plain signs, at last with ``?``.

    Examples
    --------
    >>> printable("\u00a55 — 円", "cp932") == "\uffe55 - 円"
    True
    """
    try:
        text.encode(encoding)
        return text
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
