"""What people see: escaped, aligned, saved beside the chart."""

from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers.report import show
from helpers.report.context import section
from helpers.report.parts import Exhibit, Grid, Text

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[a](javascript:alert(1))",
    "$$x$$ \\(y\\)",
    "=HYPERLINK(1)",
    "&lt;b&gt; & 'quoted'",
    "{{ 7 * 7 }} {% raw %}",
]


class Page(HTMLParser):
    """Tags and text of HTML as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data):
        self.texts += [data] if data.strip() else []


@pytest.fixture
def shown(monkeypatch):
    """What was displayed."""
    seen = []
    monkeypatch.setattr(show, "display", lambda item, **how: seen.append((item, how)))
    return seen


def test_one_sentence_is_a_paragraph_several_a_list():
    assert Page(Text(("a",))._repr_html_()).tags == ["p"]
    assert Page(Text(("a", "b"))._repr_html_()).tags == ["ul", "li", "li"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sentences_show_a_payload_as_text(payload):
    one, two = Page(Text((payload,))._repr_html_()), Page(Text((payload, payload), "missing")._repr_html_())
    assert (one.tags, "".join(one.texts)) == (["p"], payload)
    assert (two.tags, two.texts) == (["ul", "li", "li"], [payload, payload])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_tables_show_a_payload_as_text_in_heads_cells_and_caption(payload):
    page = Page(Grid(pd.DataFrame({payload: [payload], "n": [payload]}), caption=payload)._repr_html_())
    assert page.tags == ["table", "caption", "thead", "tr", "th", "th", "tbody", "tr", "th", "td"]
    assert page.texts == [payload, payload, "n", payload, payload]


def test_payloads_in_the_kind_of_a_sentence_stay_in_its_attribute():
    page = Page(Text(("a",), '"><b x="')._repr_html_())
    assert page.tags == ["p"]


@pytest.mark.parametrize("texts", [1, 2, 3])
def test_the_first_columns_are_texts_the_others_numbers(texts):
    grid = Grid(pd.DataFrame([["a", "b", "c"]], columns=["x", "y", "z"]), texts=texts)
    looks = [
        a.get("class", "text") for a in Page(grid._repr_html_()).attributes if set(a) & {"scope", "class", "style"}
    ]
    row = ["text"] * texts + ["number"] * (3 - texts)
    assert looks[1:] == row + row  # the table's own class first


def test_heads_and_first_cells_say_what_they_head():
    page = Page(Grid(pd.DataFrame({"x": ["a"], "y": ["1"]}))._repr_html_())
    scopes = [(tag, given["scope"]) for tag, given in zip(page.tags, page.attributes, strict=True) if "scope" in given]
    assert scopes == [("th", "col"), ("th", "col"), ("th", "row")]


def test_plain_text_is_the_sentences_and_the_cells():
    assert repr(Text(("A < B", "c"))) == "A < B\nc"
    assert repr(Grid(pd.DataFrame({"x": ["a"], "y": ["<1>"]}))).split() == ["x", "y", "a", "<1>"]


@section
def told(report, *parts):
    yield from parts


def test_a_section_is_shown_in_its_order_and_nothing_for_nothing(shown, settings):
    show.Show(settings())(told(Text(("a",)), None, Grid(pd.DataFrame({"x": ["b"]}))), told(Text(("c",), "note")))
    assert [item.kind if isinstance(item, Text) else "table" for item, _ in shown] == ["finding", "table", "note"]


def test_a_chart_is_shown_with_its_text_and_saved_with_its_figures(shown, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    frame = pd.DataFrame({"segment": ["=1+1"], "n": [-3]})
    chart = Exhibit("kpis", Figure(), frame, "Promoters <b>: 5")
    show.Show(settings(report_name="r"))(told(chart))
    folder = tmp_path / "r" / "charts"
    assert (folder / "kpis.csv").read_bytes() == b"\xef\xbb\xbfsegment,n\r\n'=1+1,-3\r\n"
    assert (folder / "kpis.png").read_bytes().startswith(b"\x89PNG")
    bundle, how = shown[0]
    assert bundle["text/plain"] == how["metadata"]["image/png"]["alt"] == "Promoters <b>: 5"
    assert nbformat.v4.new_output("display_data", bundle, metadata=how["metadata"]).data["image/png"]


def test_the_note_is_saved_with_the_figures(shown, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    chart = Exhibit("kpis", Figure(), pd.DataFrame({"n": [3]}), "")
    show.Show(settings(report_name="r", note="Simulated."))(told(chart))
    assert (tmp_path / "r" / "charts" / "kpis.csv").read_text("utf-8-sig").split() == ["n,note", "3,Simulated."]


def test_rows_that_share_their_first_name_are_a_group_named_once():
    rows = [["LTV", "a", "1"], ["LTV", "b", "2"], ["LRV", "a", "3"]]
    html = Grid(pd.DataFrame(rows, columns=["x", "y", "n"]), texts=2)._repr_html_()
    assert html.count("<tbody>") == 2 and html.count("LTV") == 1
    assert '<th scope="rowgroup" rowspan="2"' in html and html.count('<th scope="row"') == 3
    assert html.count('<td class="number"') == 3


@pytest.mark.parametrize(("rows", "texts"), [([["a", "x"], ["a", "y"]], 1), ([["a", "x"], ["b", "x"]], 2)])
def test_other_rows_are_one_body_and_each_has_its_name(rows, texts):
    html = Grid(pd.DataFrame(rows, columns=["x", "y"]), texts=texts)._repr_html_()
    assert html.count("<tbody>") == 1 and html.count('<th scope="row"') == 2 and "rowgroup" not in html


def test_an_empty_table_has_its_heads():
    assert "<thead>" in Grid(pd.DataFrame({"x": []}))._repr_html_()
