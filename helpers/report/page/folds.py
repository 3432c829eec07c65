"""The parts of a chapter, each folded under its heading and what it found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_HEADING = re.compile(r'<h3 id="([^"]+)">(.*?)</h3>', re.DOTALL)
_SAID = re.compile(
    r'<(?P<tag>p|ul) class="(?:headline|finding|warning|missing)\b[^"]*"[^>]*>(?P<said>.*?)</(?P=tag)>'
    r'|<figure\b[^>]*?\bdata-title="(?P<title>[^"]+)"',
    re.DOTALL,
)
_CONTENT = re.compile(r'<figure|<table|<h4|<dl|class="(?:headline|finding|warning|missing|note)\b')
_PROSE = re.compile(r"<p>.*?</p>", re.DOTALL)
_FIRST = re.compile(r"<li>(.*?)</li>", re.DOTALL)


@dataclass(frozen=True)
class Fold:
    """A part of a chapter as clean HTML; one that has nothing but a sentence is a line."""

    name: str
    anchor: str
    heading: str
    finding: str
    body: str

    @property
    def is_line(self) -> bool:
        """Whether nothing is left to fold."""
        return bool(self.finding) and not _CONTENT.search(self.body)

    def figure(self, name: str) -> str:
        """A chart of the part; nothing where it has none of that name."""
        found = _figure(name).search(self.body)
        return found[0] if found else ""

    def without(self, name: str) -> "Fold":
        """The part without a chart that stands elsewhere."""
        return replace(self, body=_figure(name).sub("", self.body))


def _figure(name: str) -> re.Pattern[str]:
    return re.compile(rf'<figure\b[^>]*?\bdata-name="{re.escape(name)}".*?</figure>', re.DOTALL)


def parts_of(body: str, names: Sequence[str]) -> tuple[str, Fold, list[Fold]]:
    """The title, what stands before the first part, and the parts, as they are called.

    Examples
    --------
    >>> html = '<h2>1</h2><p>I.</p><h3 id="a">Why?</h3><p>Prose.</p><p class="finding">So.</p><table></table>'
    >>> title, start, (part,) = parts_of(html, ["why"])
    >>> title, start.body, part.heading, part.finding, part.body, part.is_line
    ('<h2>1</h2>', '<p>I.</p>', 'Why?', 'So.', '<p>Prose.</p><table></table>', False)
    """
    start, *rest = _HEADING.split(body)
    title, end, text = start.partition("</h2>")
    heads = zip(names, rest[::3], rest[1::3], rest[2::3], strict=True)
    return (title + end).strip(), _fold("", "", "", text), [_fold(*head) for head in heads]


def as_one(parts: Sequence[Fold], heading: str) -> Fold:
    """Several parts as one; prose that an earlier one of the same name has said is not said again."""
    bodies, seen = [], set()
    for part in parts:
        bodies.append(_PROSE.sub("", part.body) if part.name in seen else part.body)
        seen.add(part.name)
    finding = next((part.finding for part in parts if part.finding), "")
    said = "".join(
        f'<p class="finding">{part.finding}</p>' for part in parts if part.finding and part.finding != finding
    )
    return Fold("files", "files", heading, finding, said + "\n".join(bodies))


def _fold(name: str, anchor: str, heading: str, body: str) -> Fold:
    found = _SAID.search(body)
    if not found:
        return Fold(name, anchor, heading, "", body.strip())
    if found["title"]:
        return Fold(name, anchor, heading, found["title"], body.strip())
    first = _FIRST.search(found["said"])
    finding = (first[1] if first else found["said"]).strip()
    return Fold(name, anchor, heading, finding, _without(body, found).strip())


def _without(body: str, found: re.Match[str]) -> str:
    """The part without the sentence that its summary says."""
    rest = _FIRST.sub("", found["said"], count=1).strip() if found["tag"] == "ul" else ""
    return body[: found.start()] + (found[0].replace(found["said"], rest, 1) if rest else "") + body[found.end() :]
