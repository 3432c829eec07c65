"""What may leave: a run's folder is looked through before it is put where people share from."""

import html
import json
import os
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from helpers.base.folders import PRIVATE
from helpers.report.page.page import BRIEF_TEXT
from helpers.report.page.pdf import BRIEF, PDF
from helpers.report.page.workbook import BOOK
from helpers.report.settings import ReportSettings
from helpers.report.steps import PAGE, SUMMARY
from helpers.run.kernels import NOTEBOOKS
from helpers.run.published import CHARTS, check_book, check_figures, check_outputs, check_summary, refused, words_told

_FILES = {
    PAGE, PDF, BRIEF, BRIEF_TEXT, BOOK, SUMMARY, "manifest.json",
    *(f"notebooks/{name}.ipynb" for name in NOTEBOOKS),
    *(f"charts/{name}.{ending}" for name in CHARTS for ending in ("png", "csv")),
}  # fmt: skip
_TEXTS = (".html", ".md", ".ipynb", ".json", ".csv")
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND"}
_EMBEDDED = re.compile(
    r"(?:data:(?P<kind>[\w/+-]+)[^,\"']*;base64,|\"image/png\": \")(?P<content>[A-Za-z0-9+/=\\n]{40,})"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOKEN = re.compile(r"\w(?:[\w.@+-]*\w)?")
_COMMENT = 12  # letters of a comment that no sentence of the kit has by chance
_IDS = ("customer_id", "person", "response_id", "order_id", "token", "email", "name")


def check_shareable(folder: Path, settings: ReportSettings) -> None:
    """Stop where a file of a finished run, outside the private folder, holds more than aggregates.

    Looks for files that no report has, for anything in figures, notebooks, tables, ``summary.json`` and pictures that
    the kit does not write there, for money of too few customers, e-mail addresses, for comments unless
    ``share_comments`` is set, and for the ids of customers and answers. An id is looked for as a whole word. Left
    out are those that can't be told from figures and words: numbers of fewer than 10 digits, days, those without
    any digit that are no address, those of fewer than 4 letters, and words of the settings.

    Raises
    ------
    KitError
        ``E-PRIVACY``, naming the file and what is wrong, never a value.
    """
    shared = list(_shared(folder))
    texts = {path: path.read_text(encoding="utf-8-sig") for path in shared if path.suffix in _TEXTS}
    for path in shared:
        if path.suffix == ".csv":
            check_figures(path, settings)
        if path.suffix == ".ipynb":
            check_outputs(path)
    if folder / BOOK in shared:
        texts[folder / BOOK] = check_book(folder / BOOK, texts[folder / PAGE], settings)
    summary = json.loads(texts[folder / SUMMARY])
    check_summary(summary, folder / PRIVATE, settings)
    for path in shared:
        if path.suffix == ".png":
            _check_picture(path.read_bytes(), path)
    figures = {path.read_bytes() for path in shared if path.suffix == ".csv"}
    words = {path: _without_embedded(text, path, figures) for path, text in texts.items()}
    _check_words(words, folder / PRIVATE, settings)
    if not settings.share_comments:
        _check_comments(words, folder / PRIVATE, _given(settings) + _headers(summary) + "\n".join(words_told(summary)))


def _given(settings: ReportSettings) -> str:
    """What the settings say: who wrote them knows it, so it gives nothing away."""
    return json.dumps(settings.model_dump(mode="json"), ensure_ascii=False)


def _shared(folder: Path) -> Iterator[Path]:
    """Files outside the private folder, all of them known."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] == PRIVATE:
            if os.name == "posix" and path.stat().st_mode & 0o077:
                raise refused(path, "privacy_open")
        elif path.is_symlink() or not path.is_dir():
            if path.is_symlink() or name.as_posix() not in _FILES:
                raise refused(path, "privacy_file")
            yield path


def _headers(summary: Mapping[str, Any]) -> str:
    """Headers of the files, which the report names: the survey's question is one."""
    readings = [reading for account in summary.get("ledgers", {}).values() for reading in account["read_as"]]
    named = [[reading["columns"], reading["not_used"], reading.get("ratings")] for reading in readings]
    return json.dumps(named, ensure_ascii=False)


def _check_picture(image: bytes, path: Path) -> None:
    """A PNG of pixels alone: no text, no time, nothing behind its end."""
    place, kinds = 8, []
    while place + 8 <= len(image):
        kinds.append(image[place + 4 : place + 8])
        place += int.from_bytes(image[place : place + 4], "big") + 12
    whole = image[:8] == b"\x89PNG\r\n\x1a\n" and place == len(image) and kinds[-1:] == [b"IEND"]
    if not whole or not set(kinds) <= _CHUNKS:
        raise refused(path, "privacy_picture")


def _without_embedded(text: str, path: Path, figures: set[bytes]) -> str:
    """Text less the pictures and figures in it: pictures of pixels alone, figures that lie beside it as files."""
    for embedded in _EMBEDDED.finditer(text):
        content = b64decode(embedded["content"].replace("\\n", ""))
        if embedded["kind"] == "text/csv":
            if content not in figures:
                raise refused(path, "privacy_embedded")
        elif not (embedded["kind"] or "").startswith("font/"):
            _check_picture(content, path)
    return _EMBEDDED.sub(" ", text)


def _check_words(texts: dict[Path, str], private: Path, settings: ReportSettings) -> None:
    own = _MAIL.findall(f"{settings.shop_name} {settings.note}")
    tokens_of = {path: _tokens(text) for path, text in texts.items()}
    for path, tokens in tokens_of.items():
        if any(_MAIL.fullmatch(token) for token in tokens if "@" in token and token not in own):
            raise refused(path, "privacy_mail")
    named = _named(private, set().union(*tokens_of.values())) - _tokens(_given(settings))
    for path, tokens in tokens_of.items():
        if named & tokens:
            raise refused(path, "privacy_id")


def _check_comments(texts: dict[Path, str], private: Path, own: str) -> None:
    """Comments stay private unless ``share_comments`` is set: no line of one is a text between marks elsewhere.

    A line of `own`, such as the shop's name, the survey's question or words that many used, gives nothing away.
    """
    if not (private / "comments.csv").exists():
        return
    comments = pd.read_csv(private / "comments.csv", usecols=["comment"], encoding="utf-8-sig", dtype="str")
    written = comments["comment"].dropna()
    lines = {line for comment in {*written, *written.str.removeprefix("'")} for line in _pieces(comment)}
    said = {line for line in lines if len(line) >= _COMMENT and line not in own}
    for path, text in texts.items():
        if said & _pieces(text):
            raise refused(path, "privacy_comment")


def _pieces(text: str) -> set[str]:
    return {html.unescape(piece).strip() for piece in re.split(r'[<>"\n]|\\n|&lt;|&gt;|&#34;|&quot;', text)}


def _tokens(text: str) -> set[str]:
    """Words of a text, markup and escapes undone: those between blanks and signs, and those between blanks."""
    plain = html.unescape(re.sub(r"\\[nrt\"]", " ", text))
    return {*_TOKEN.findall(plain), *_MAIL.findall(plain), *re.split(r"[\s<>\"'(),;、。（）]+", plain)}


def _named(private: Path, tokens: set[str]) -> set[str]:
    """Ids of the run that are among the tokens."""
    names: set[str] = set()
    for path in private.glob("*.parquet"):
        columns = [name for name in pq.read_schema(path).names if name in _IDS]
        for _, ids in pd.read_parquet(path, columns=columns).items():
            texts = ids.dropna().astype("str").str.removeprefix("email:")
            names |= set(texts[texts.isin(tokens)])
    return set(filter(_is_telling, names))


def _is_telling(name: str) -> bool:
    """Whether an id can be told from a figure or a word.

    Examples
    --------
    >>> [_is_telling(name) for name in ("C00552", "1234567890", "a@b.jp", "2026-04-01-7")]
    [True, True, True, True]
    >>> [_is_telling(name) for name in ("123456789", "-12.5", "2026-04-01", "shop", "C1")]
    [False, False, False, False, False]
    """
    if "@" in name:
        return True
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        return False
    figure = re.fullmatch(r"[-+]?[\d.,]*", name) and sum(map(str.isdigit, name)) < 10
    return len(name) >= 4 and any(map(str.isdigit, name)) and not figure
