"""The page: one file, no script, no request, and what people typed shown as text."""

import json
import re
from base64 import b64decode
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.report.page import page

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&lt;[a](javascript:alert(1))"
FRONT = {
    "title": "Shop", "line": "Line", "notes": [], "answers": "9 answers", "headline": "A promoter brings more.",
    "scores": [], "unscored": "", "bounds": "", "split": [], "value_title": "Value", "values": [], "rests": ["All."],
    "terms": ["LTV", "LRV"], "sure": ["Chance."],
}  # fmt: skip
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Page(HTMLParser):
    """What a browser finds on a page: tags with their attributes, texts, headings."""

    def __init__(self, html):
        super().__init__()
        self.found, self.texts, self.headings, self._open = [], [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if re.fullmatch(r"h\d", tag):
            self._open = tag
            self.headings.append([int(tag[1]), ""])

    def handle_endtag(self, tag):
        self._open = None if tag == self._open else self._open

    def handle_data(self, data):
        self.texts.append(data)
        if self._open:
            self.headings[-1][1] += data

    def all(self, tag, name):
        return [given.get(name) for found, given in self.found if found == tag]


def code(source, *outputs, tags=()):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)}, execution_count=1)


def display(html):
    return new_output("display_data", {"text/html": html, "text/plain": "plain"})


@pytest.fixture
def written(tmp_path, settings):
    """Maker of a page: front changes and the cells of two notebooks."""

    def make(*cells, front=None, **changes):
        (tmp_path / "private").mkdir(exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        content = json.dumps(FRONT | (front or {}))
        (tmp_path / "private" / "front.json").write_text(content, encoding="utf-8")
        ahead = {"steps": (front or {}).get("steps", ["Ask."]), "figures": {}}
        (tmp_path / "private" / "outlook.json").write_text(json.dumps(ahead), encoding="utf-8")
        (tmp_path / "summary.json").write_text('{"ledgers": {}, "customers": {"n": 90}}', encoding="utf-8")
        (tmp_path / "charts").mkdir(exist_ok=True)
        (tmp_path / "charts" / "gaps.csv").write_text("pair,low\n", encoding="utf-8")
        for name in ("01", "02"):
            cells_of_notebook = [new_markdown_cell(f"# {name}: why?\n\nProse."), *cells]
            nbformat.write(new_notebook(cells=cells_of_notebook), tmp_path / "notebooks" / f"{name}.ipynb")
        return page.write(tmp_path, ("01", "02"), settings(**changes)).read_text(encoding="utf-8")

    return make


def test_the_headline_comes_before_the_chapters(written):
    html = written()
    assert html.index("A promoter brings more.") < html.index("01: why?") < html.index("02: why?")


def test_headings_start_at_one_h1_and_sink_one_level_in_chapters(written):
    levels = [level for level, _ in Page(written(new_markdown_cell("## More?\n\n### Deeper?"))).headings]
    assert levels.count(1) == 1 and levels[0] == 1
    # two chapters, each with what its step does; method, terms, files, limits, settings
    assert levels[-13:] == [2, 3, 3, 4, 2, 3, 3, 4, 2, *[3] * 4]


def test_ids_are_unique_and_the_contents_lead_to_them(written):
    found = Page(written(new_markdown_cell("## Same?"), new_markdown_cell("## Same?")))
    ids = [given["id"] for _, given in found.found if "id" in given]
    assert len(ids) == len(set(ids))
    links = [link.removeprefix("#") for link in found.all("a", "href")]
    assert links == ["method", "terms", "limits", "settings"] and set(links) <= set(ids)


def test_code_and_what_is_for_the_notebook_only_stay_out(written):
    html = written(
        code("secret_source()", display("<p>shown</p>")), code("x", display("<p>kept</p>"), tags=["notebook-only"])
    )
    assert "shown" in html and "secret_source" not in html and "kept" not in html


def test_streams_stay_out(written):
    assert "noise" not in written(code("x", new_output("stream", text="noise")))


def test_pictures_lie_inside_the_page_with_their_text(written):
    picture = new_output(
        "display_data", {"image/png": PIXEL}, metadata={"image/png": {"alt": 'Promoters "bring" <more>'}}
    )
    found = Page(written(code("x", picture)))
    assert found.all("img", "alt") == ['Promoters "bring" <more>'] * 2
    assert all(source.startswith("data:image/png;base64,") for source in found.all("img", "src"))


def test_a_picture_has_a_link_to_its_figures(written):
    metadata = {"image/png": {"alt": "Gaps", "name": "gaps"}}
    picture = new_output("display_data", {"image/png": PIXEL}, metadata=metadata)
    found = Page(written(code("x", picture)))
    links = [given for tag, given in found.found if tag == "a" and "download" in given]
    assert [link["download"] for link in links] == ["gaps.csv"] * 2
    scheme, _, content = links[0]["href"].partition(";base64,")
    assert scheme == "data:text/csv;charset=utf-8" and b64decode(content) == b"pair,low\n"


def test_a_picture_without_figures_has_no_link(written):
    picture = new_output("display_data", {"image/png": PIXEL}, metadata={"image/png": {"alt": "A", "name": "other"}})
    assert "<figure" in written(code("x", picture)) and "download" not in written(code("x", picture))


def test_limits_are_gathered_at_the_end_without_their_heading(written):
    limits = new_markdown_cell("## What to keep in mind\n\n- Silence.", metadata={"tags": ["limits"]})
    html = written(limits, new_markdown_cell("## More?"))
    assert "keep in mind" not in html and html.count("Silence.") == 2
    assert html.index('id="limits"') < html.index("Silence.") < html.index('id="settings"')


def test_the_method_stands_with_the_choices_of_the_report(written):
    texts = " ".join(Page(written(gross_margin_rate=0.25, resamples=300)).texts)
    assert "25% of the net amount" in texts and "300 resamples" in texts


@pytest.mark.parametrize("where", ["title", "line", "answers", "headline", "unscored", "bounds", "value_title"])
def test_what_people_typed_is_shown_as_text_on_the_first_screen(written, where):
    found = Page(written(front={where: PAYLOAD}))
    assert PAYLOAD in "".join(found.texts)
    assert not {"script", "img"} & {tag for tag, _ in found.found}


def test_notes_steps_and_labels_are_escaped_too(written):
    row = {
        "segment": "promoter",
        "label": PAYLOAD,
        "n": PAYLOAD,
        "money": PAYLOAD,
        "ltv": 1,
        "lrv": 1,
        "low": 1,
        "high": 2,
        "mean": 2,
    }
    split = {"segment": "promoter", "label": PAYLOAD, "text": PAYLOAD, "share": 50}
    lists = {name: [PAYLOAD] for name in ("notes", "steps", "rests")}
    score = dict.fromkeys(("points", "of", "ends", "basis"), PAYLOAD)
    found = Page(written(front={**lists, "values": [row], "split": [split], "scores": [score]}))
    assert "".join(found.texts).count(PAYLOAD) == 12
    assert not {"script", "img"} & {tag for tag, _ in found.found}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>a</a>",
        "<svg onload=alert(1)></svg>",
        "<iframe src='https://example.org'></iframe>",
        "<p style='background: url(https://example.org)'>a</p>",
        "<link rel=stylesheet href='https://example.org/a.css'>",
        "<object data='https://example.org'></object>",
        "<form action='https://example.org'><input></form>",
        "<style>@import 'https://example.org'</style>",
        "<img src='https://example.org/a.png'>",
        "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    ],
)
def test_whatever_a_cell_displays_neither_runs_nor_asks_the_net(written, html):
    made = written(code("x", display(html)))
    given = [(name, value) for _, attributes in Page(made).found for name, value in attributes.items()]
    assert not {"script", "iframe", "object", "form", "svg", "link"} & {tag for tag, _ in Page(made).found}
    assert not [name for name, _ in given if name.startswith("on")]
    assert "javascript:" not in made and "example.org" not in made and "text/html" not in made


def test_language_title_and_policy_are_set(written):
    for language in ("en", "ja"):
        found = Page(written(language=language))
        assert found.all("html", "lang") == [language]
        assert "".join(found.texts).strip().startswith("Shop · ")
        policy = dict(zip(found.all("meta", "http-equiv"), found.all("meta", "content"), strict=True))
        assert "default-src 'none'" in policy["Content-Security-Policy"]
        assert "script" not in policy["Content-Security-Policy"]


def test_the_settings_that_were_chosen_stand_at_the_end_without_folders(written):
    chosen = {"purchases": "/home/somebody/shop/orders.csv", "where": {"region": ["<b>east"]}, "window_days": 90}
    html = written(**chosen)
    texts = " ".join(Page(html).texts)
    assert "orders.csv" in texts and "region: <b>east" in texts and "window_days" in texts
    assert "somebody" not in html and "<b>east" not in html


def test_each_part_is_folded_under_what_it_found(written):
    found = code("x", display('<p class="finding mathjax_ignore">Many &lt; all.</p>'), display("<table></table>"))
    html = written(new_markdown_cell("## Who?\n\nProse."), found)
    assert html.count("<details><summary><h3>Who?</h3> <span>Many &lt; all.</span></summary>") == 2
    assert html.count("Many &lt; all.") == 2  # not said again in what is folded


def test_a_part_with_nothing_but_a_sentence_is_one_line(written):
    said = code("x", display('<p class="missing mathjax_ignore">No waves.</p>'))
    html = written(new_markdown_cell("## What changed?\n\nProse."), said)
    assert html.count("<h3>What changed?</h3> <p>No waves.</p></div>") == 2 and "<summary><h3>What changed?" not in html


def test_what_a_chart_states_is_told_of_its_part(written):
    about = {"image/png": {"alt": "A. B", "name": "other", "title": 'Promoters "bring" <more>'}}
    picture = new_output("display_data", {"image/png": PIXEL}, metadata=about)
    html = written(new_markdown_cell("## How much?"), code("x", picture))
    assert "<span>Promoters &quot;bring&quot; &lt;more&gt;</span>" in html


def test_files_of_all_steps_stand_in_one_place(written):
    cells = [new_markdown_cell("## How read?\n\nProse.", id="reading-question"), code("x", display("<table></table>"))]
    html = written(*cells)
    assert html.count("<table></table>") == 2 and html.count("Prose.") == 1 + 2  # the steps' own too
    assert html.index('id="method"') < html.index('id="files"') < html.index("<table></table>")


def test_the_brief_has_the_gap_where_and_growth(written):
    picture = {"image/png": {"alt": "A. B", "name": "gaps", "title": "More"}}
    html = written(
        new_markdown_cell("## Gap?", id="gaps-question"),
        code("x", new_output("display_data", {"image/png": PIXEL}, metadata=picture)),
        new_markdown_cell("## Where?", id="cut-question"),
        code("x", display('<p class="finding mathjax_ignore">In 5 of 5 groups.</p>')),
    )
    brief, rest = html.split('<div class="appendix">')
    assert brief.count("<img") == 1 and "In 5 of 5 groups." in brief and "Chance." in brief
    assert "<img" not in rest  # told once


def test_the_brief_says_what_calls_did_where_a_list_was_given_back(written):
    bought = '<p class="finding mathjax_ignore">They bought more.</p>'
    for table, is_told in (("<table></table>", True), ("", False)):
        html = written(new_markdown_cell("## Did it?", id="called-question"), code("x", display(bought + table)))
        brief = html.partition('<div class="appendix">')[0]
        assert ("They bought more." in brief and "What the calls did" in brief) is is_told


def test_the_brief_is_there_as_plain_text(written, tmp_path):
    row = {
        "segment": "promoter",
        "label": "Promoters",
        "n": "n = 40",
        "money": "¥5",
        "ltv": 1,
        "lrv": 0,
        "low": 1,
        "high": 2,
        "mean": 1,
    }
    found = code("x", display('<p class="finding mathjax_ignore">In 5 &gt; 4 groups.</p>'))
    written(new_markdown_cell("## Where?", id="cut-question"), found, front={"values": [row], "headline": "A < B."})
    lines = (tmp_path / "brief.md").read_text(encoding="utf-8").splitlines()
    parts = [
        "# What is a promoter worth?",
        "**A < B.**",
        "- Promoters: ¥5 (n = 40)",
        "1. Ask.",
        "In 5 > 4 groups.",
        "- Chance.",
    ]
    assert [line for line in lines if line in parts] == parts
    assert not any(before == after == "" for before, after in pairwise(lines))
