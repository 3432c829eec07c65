"""The page, the index of a batch and the executed notebooks in a real browser: whole, readable, inert."""

import shutil
from functools import partial
from importlib.resources import files
from itertools import chain, pairwise
from urllib.parse import unquote
from urllib.request import urlopen

import nbformat
import pytest
from nbconvert import HTMLExporter

from helpers.run.batch.batches import run_batch
from helpers.run.runner import run_report
from tests.browser.shop import ALL, PAYLOADS, SHEET, both_languages, file_name, over_time

pytestmark = pytest.mark.slow

LANGUAGES = {"en": "en", "ja": "ja", "index": "en", "dated": "ja"}
ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ACTIVE = "script, iframe, object, embed, form, link, base, audio, video, use, image, foreignObject, animate, set"
CSV = "e.querySelectorAll('figcaption a[download]')"
PHONE, DESK = 390, 1280
MEGABYTE = 1_000_000
LOST = """
(() => {
  if (e.getBoundingClientRect().right <= innerWidth) return ''
  for (let one = e.parentElement; one; one = one.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) return ''
  return e.outerHTML.slice(0, 80)
})()
"""  # start of an element that ends beyond the window, and in nothing that scrolls

UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"

every_page = pytest.mark.parametrize("name", LANGUAGES)
every_report = pytest.mark.parametrize("name", ["en", "ja"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory, chromium):
    """Pages of a shop whose every text is a payload: a report in each language, the index of both, one over time."""
    place = tmp_path_factory.mktemp("shop")
    out, said = place / "out", []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPS_KIT_OUT", str(out))
        index, failed = run_batch(both_languages(place), run_report, _untold, lambda *lines: said.extend(lines))
        assert failed == 1, said  # the one whose file is not there
        reports = {path.parent.name[:2]: path for path in out.rglob("report.html")}
        copied = partial(_copied, reports["ja"].parent, out)
        dated, _ = run_batch(over_time(place), copied, _untold, lambda *lines: None)  # three dates need no three runs
    return {**reports, "index": index, "dated": dated}


def _untold(step, seconds):
    """Progress that nobody is told of."""


def _copied(report, out, settings, progress):
    """A report under another name, in place of a run."""
    return shutil.copytree(report, out / settings.report_name)


@pytest.fixture
def show(shop, opened):  # the shop first: while a browser is open, no notebook can be run
    """Opener of one of the shop's pages."""
    return lambda name, *width_and_scheme, **options: opened(shop[name], *width_and_scheme, **options)


def all_of(page, selector, expression):
    """Value of an expression for every element ``e`` that is selected."""
    return page.eval_on_selector_all(selector, f"all => all.map(e => {expression})")


@pytest.mark.parametrize("guarded", [True, False])  # by the page's policy, or only by what it is made of
@every_page
def test_nothing_runs_is_fetched_or_said(show, name, guarded):
    seen = show(name, bypass_csp=not guarded)
    assert seen.page.evaluate("window.__ran") is None
    assert seen.did == []


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_runs_or_is_fetched_would_be_noticed(opened, tmp_path, text):
    (tmp_path / "page.html").write_text(f"<title>a</title>{text}", encoding="utf-8")
    seen = opened(tmp_path / "page.html")
    seen.page.wait_for_load_state("networkidle")
    ran = seen.page.evaluate("window.__ran")
    fetched = [line for line in seen.did if line.startswith("request http") or line.startswith("request file")]
    assert bool(ran or fetched) == text.lstrip('">').startswith(("<script", "<img", "<svg", "</style"))


@every_page
def test_payloads_are_there_as_text(show, shop, name):
    text = show(name).page.text_content("body")
    assert all(payload in text for payload in (*PAYLOADS, ALL))
    assert "1337" not in shop[name].read_text(encoding="utf-8")  # 7 · 191


@every_report
def test_names_of_shop_sheet_and_files_are_there_as_text(show, name):
    page = show(name).page
    assert page.title().startswith(ALL[:200])
    text = page.text_content("body")
    assert all(name in text for name in (SHEET, file_name(27, ".xlsx"), file_name(17, ".csv")))


@every_page
def test_page_has_no_means_to_run_or_fetch(show, name):
    page = show(name).page
    assert all_of(page, ACTIVE, "e.tagName") == []
    attributes = set(chain.from_iterable(all_of(page, "*", "e.getAttributeNames()")))
    assert not [attribute for attribute in attributes if attribute.startswith("on")]
    assert not attributes & {"srcset", "ping", "background", "formaction"}
    assert {source.partition(",")[0] for source in all_of(page, "[src]", "e.src")} <= {"data:image/png;base64"}
    assert not [link for link in all_of(page, "[href]", "e.href") if not link.startswith(("file:", "data:text/csv"))]
    assert all_of(page, "meta[http-equiv]", "e.httpEquiv") == ["Content-Security-Policy"]
    policy = dict(part.split(maxsplit=1) for part in all_of(page, "meta[http-equiv]", "e.content")[0].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(policy) <= {"default-src", "img-src", "style-src", "font-src", "base-uri", "form-action"}
    assert all(sources in ("'none'", "data:", "'unsafe-inline'") for sources in policy.values())


@every_page
def test_page_needs_no_script(show, name):
    with_it, without = show(name), show(name, java_script_enabled=False)
    assert with_it.page.inner_text("body") == without.page.inner_text("body")


@every_page
def test_links_lead_somewhere(show, shop, name):
    page = show(name).page
    places = [link for link in all_of(page, "a", "e.getAttribute('href')") if not link.startswith("data:")]
    assert places
    for place in places:
        if place.startswith("#"):
            assert page.locator(f"[id='{place[1:]}']").count() == 1, place
        else:
            assert (shop[name].parent / unquote(place)).is_file(), place


LOOKS = [("en", "light", DESK), ("en", "dark", PHONE), ("ja", "light", PHONE), ("ja", "dark", DESK)]  # each two of them
LOOKS += [("index", "light", DESK), ("index", "dark", PHONE), ("dated", "light", PHONE), ("dated", "dark", DESK)]


@pytest.mark.parametrize(("name", "scheme", "width"), LOOKS)
def test_anyone_can_read_it(show, name, scheme, width):
    page = show(name, width, scheme).page
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    for _ in ("as it opens", "unfolded"):
        found = page.evaluate("tags => axe.run({runOnly: tags})", ACCESSIBLE)
        doubtful = [fault["id"] for fault in found["incomplete"]]
        # on a phone what is scrolled away can't be judged, nor in what was folded
        assert width != DESK or page.locator("details[open]").count() or "color-contrast" not in doubtful
        assert "color-contrast" in [rule["id"] for rule in found["passes"]]
        assert [(fault["id"], node["target"]) for fault in found["violations"] for node in fault["nodes"]] == []
        page.evaluate(UNFOLD)


@every_page
def test_schemes_differ(show, name):
    grounds = [
        show(name, DESK, scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, ground[4:-1].split(","))) for ground in grounds)
    assert light > 3 * 240 and dark < 3 * 40


@pytest.mark.parametrize("width", [PHONE, 320])
@every_page
def test_page_does_not_scroll_sideways_on_a_phone(show, name, width):
    page = show(name, width).page
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("innerWidth") == width
    assert [lost for lost in all_of(page, "body *", LOST) if lost] == []


@every_page
def test_language_title_and_headings(show, name):
    page = show(name).page
    assert page.get_attribute("html", "lang") == LANGUAGES[name]
    assert page.title().strip()
    levels = all_of(page, "h1, h2, h3, h4, h5, h6", "+e.tagName[1]")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text.strip() for text in all_of(page, "h1, h2, h3, h4, h5, h6", "e.textContent"))


@every_page
def test_tables_are_tables(show, name):
    page = show(name).page
    assert page.locator("table").count()
    for heads, rows in all_of(page, "table", "[e.querySelectorAll('thead th[scope=col]').length, e.tBodies.length]"):
        assert heads and rows
    widths = "[...e.rows].map(row => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0))"
    assert all(row <= table[0] for table in all_of(page, "table", widths) for row in table)
    assert all(all_of(page, "table", "e.querySelectorAll('tbody th').length"))


@every_page
def test_pictures_say_what_they_show(show, name):
    texts = all_of(show(name).page, "img", "e.alt")
    assert len(texts) >= {"index": 0, "dated": 2}.get(name, 7) and len(set(texts)) == len(texts)
    # a title alone states one finding; the figures that are drawn follow it
    assert all(len(text) > 80 and sum(letter.isdigit() for letter in text) >= 6 for text in texts)


@every_report
def test_every_chart_gives_its_figures(show, shop, name):
    links = all_of(show(name).page, "figure", f"[...{CSV}].map(a => [a.download, a.href])")
    assert len(links) >= 7 and all(len(link) == 1 for link in links)
    for ((file, address),) in links:
        with urlopen(address) as given:
            assert given.read() == (shop[name].parent / "charts" / file).read_bytes()


@every_page
def test_size(shop, name):
    assert shop[name].stat().st_size < 2 * MEGABYTE


@every_page
def test_print_is_a_tagged_document(show, name):
    page = show(name).page
    page.evaluate(UNFOLD)
    printed = page.pdf(tagged=True, prefer_css_page_size=True)
    assert b"/StructTreeRoot" in printed and b"/MarkInfo" in printed
    assert b"/H1" in printed and b"/TH" in printed
    assert f"/Lang ({LANGUAGES[name]}".encode() in printed


@every_report
def test_print_keeps_the_texts_of_pictures(show, name):
    page = show(name).page
    assert page.pdf(tagged=True).count(b"/Alt") == page.locator(".sheet img").count() == 1
    page.evaluate(UNFOLD)
    assert page.pdf(tagged=True).count(b"/Alt") == page.locator("img").count()


@pytest.mark.parametrize("step", ["01_collect_survey", "02_merge_purchases", "03_compare_value"])
@every_report
def test_notebooks_are_inert_too(shop, opened, tmp_path, name, step):
    notebook = nbformat.read(shop[name].parent / "notebooks" / f"{step}.ipynb", as_version=4)
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {kind for output in outputs for kind in output} <= {"text/plain", "text/html", "image/png"}
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)  # shows outputs as they are
    raw = "\n".join([html, *(output.get("text/html", "") for output in outputs)])
    (tmp_path / "notebook.html").write_text(f"<meta charset=utf-8><title>a</title>{raw}", encoding="utf-8")
    seen = opened(tmp_path / "notebook.html")
    assert (seen.page.evaluate("window.__ran"), seen.did) == (None, [])
    assert PAYLOADS[0] in seen.page.text_content("body")
    shown = all_of(seen.page, ".output_html > *", "e.closest('.mathjax_ignore') ? 'plain' : e.outerHTML.slice(0, 80)")
    assert set(shown) == {"plain"}  # formulas in it stay as they were typed


@every_report
def test_what_is_folded_is_not_printed(show, name):
    printed = show(name).page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") <= 3  # two sheets, were the shop's name not a payload


@every_report
def test_a_link_opens_what_is_folded(show, name):
    page = show(name).page
    assert not page.locator("#terms").is_visible()
    page.click(".sheet a[href='#terms']")
    assert page.locator("#terms").is_visible()
