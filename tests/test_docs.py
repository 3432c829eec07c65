"""The READMEs and docs: short where a newcomer begins, alike in both languages, nothing said twice, no link astray."""

import re
from collections import Counter

import pytest

from helpers.base.folders import PROJECT
from tests.each import each
from tests.test_run import loaded

DOCS = PROJECT / "docs"
BILINGUAL = {"codes.md"}
PAGES = sorted([*PROJECT.glob("README*.md"), *DOCS.glob("*.md")])
MADE_OR_CHECKED_ELSEWHERE = {"codes.md", "method.md", "method.ja.md", "parameters.md", "parameters.ja.md"}
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
PAIRS = [(path, path.with_name(f"{path.stem}.ja.md")) for path in PAGES if ".ja" not in path.name]
LANGUAGES = {"en": "README.md", "ja": "README.ja.md"}


def prose(path):
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def headings(path):
    return re.findall(r"^(#+) (.+)$", prose(path), re.MULTILINE)


def rows(path):
    """How many rows the tables have."""
    return len(re.findall(r"^\|", prose(path), re.MULTILINE))


def anchors(path):
    """Anchors as GitHub makes them of headings."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(path)}


def links(path):
    """(file, anchor) of each link within the project."""
    return [((path.parent / place).resolve() if place else path, anchor) for place, anchor in LINK.findall(prose(path))]


@each("name", LANGUAGES.values())
def test_a_readme_is_short(name):
    assert len((PROJECT / name).read_text(encoding="utf-8").splitlines()) <= 150


@each("path", PAGES)
def test_every_link_leads_somewhere(path):
    found = links(path)
    assert [place.as_posix() for place, _ in found if not place.exists()] == []
    assert [anchor for place, anchor in found if anchor and anchor not in anchors(place)] == []


@each("english, japanese", [pair for pair in PAIRS if pair[0].name not in BILINGUAL])
def test_both_languages_have_the_same_sections_and_lead_to_each_other(english, japanese):
    assert [depth for depth, _ in headings(english)] == [depth for depth, _ in headings(japanese)]
    assert (japanese, "") in links(english) and (english, "") in links(japanese)
    assert rows(english) == rows(japanese)


def test_no_page_stands_in_one_language_alone():
    assert {path for pair in PAIRS for path in pair} - {DOCS / "codes.ja.md"} == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_readme_leads_to_every_page_of_its_language(language):
    of_language = {path for path in PAGES if (".ja" in path.name) == (language == "ja") or path.name in BILINGUAL}
    linked = {place for place, _ in links(PROJECT / LANGUAGES[language])}
    assert of_language - {PROJECT / LANGUAGES[language]} <= linked


def commands(name):
    """The command in each row of the README's table."""
    return re.findall(r"^\| `(?:python|py) run\.py ([^`]+)`", prose(PROJECT / name), re.MULTILINE)


def test_the_table_of_commands_is_whole_and_the_same_in_both_languages():
    english, japanese = map(commands, LANGUAGES.values())
    assert [command.replace("[FOLDER]", "[フォルダ]") for command in english] == japanese
    assert {command.split()[0] for command in english} == {*loaded().COMMANDS} - {"refresh"}


def said(path):
    """Sentences of a page, as far as they say something; figures and names in tables may recur."""
    text = re.sub(r"\s*\n(?![\n|#-])", " ", re.sub(r"\([^()]*\)|`[^`]*`", "", LINK.sub("]", prose(path))))
    sentences = re.split(r"(?<=[.。:])\s*|\n+|\|", text)
    return [sentence.strip() for sentence in sentences if len(sentence.strip()) >= (20 if ".ja" in path.name else 45)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language):
    pages = [path for path in PAGES if (".ja" in path.name) == (language == "ja")]
    times = Counter(one for path in pages if path.name not in MADE_OR_CHECKED_ELSEWHERE for one in said(path))
    assert len(times) > 200 and [sentence for sentence, n in times.items() if n > 1] == []


@each("page", ["maintaining.md", "maintaining.ja.md"])
def test_every_dependency_has_its_reason(page):
    files = ("requirements.in", "requirements-dev.in")
    text = "\n".join((PROJECT / name).read_text(encoding="utf-8") for name in files)
    asked = set(re.findall(r"^[a-z][\w-]*", text, re.MULTILINE))
    cells = re.findall(r"^\| (.+?) \| \S.* \|$", prose(DOCS / page), re.MULTILINE)
    named = set(re.findall(r"[a-z][\w-]+", " ".join(cells)))
    assert len(asked) > 20 and asked - named == set()
