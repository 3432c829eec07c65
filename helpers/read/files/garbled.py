"""Harm that a text came to before it was exported: letters lost, or UTF-8 taken for another encoding."""

import re
from pathlib import Path

CHUNK_LETTERS = 2**20
# UTF-8 read as CP1252 or CP932 and saved again: Ã©, â€™, ã‚¹, 縺ゅ↑縺
_OF_80_BF = "\x80-\xbf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ"
_MOJIBAKE = re.compile(
    f"[ÂÃ](?![«»°ºª])[{_OF_80_BF}]|â€[{_OF_80_BF}”’–—…]|[ã-é][{_OF_80_BF}][{_OF_80_BF}’”–—…]|[縺繧繝][^\x00-\x7f]{{1,2}}[縺繧繝]"
)
_SIGNS = {"W-REPLACEMENT": re.compile("\ufffd"), "W-MOJIBAKE": _MOJIBAKE}


def text_warnings(path: Path, encoding: str) -> tuple[str, ...]:
    """Codes of the harm that a text shows, ``W-REPLACEMENT`` and ``W-MOJIBAKE``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "members.csv"
    >>> _ = path.write_text("id,prÃ©nom\\n", encoding="utf-8")
    >>> text_warnings(path, "utf-8")
    ('W-MOJIBAKE',)
    """
    found = set()
    with path.open(encoding=encoding, newline="") as file:
        while text := file.read(CHUNK_LETTERS):
            if not text.isascii():
                found |= {code for code, sign in _SIGNS.items() if code not in found and sign.search(text)}
    return tuple(code for code in _SIGNS if code in found)
