"""A finished run is looked through before it is shared: a folder by hand, each time with one thing too many."""

import json
import os
import struct
import zlib
from base64 import b64encode

import nbformat
import openpyxl
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.base.errors import KitError
from helpers.base.results import SEGMENTS
from helpers.merge.customers import SEGMENTS_AND_NONE
from helpers.report.page.workbook import tables_book
from helpers.report.parts import Grid, Text
from helpers.report.steps import write_csv, write_json
from helpers.run.privacy import check_shareable

NOTEBOOK = "notebooks/01_collect_survey.ipynb"


def chunk(kind, content=b""):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*more, behind=b""):
    pixels = chunk(b"IHDR", b"\0" * 13) + b"".join(more) + chunk(b"IDAT", bytes(40)) + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + pixels + behind


def shown(*parts):
    data = [{"text/plain": repr(part), "text/html": part._repr_html_()} for part in parts]
    return [new_output("display_data", one) for one in data]


def chart(image, **about):
    data = {"image/png": b64encode(image).decode("ascii"), "text/plain": "words"}
    return [new_output("display_data", data, metadata={"image/png": {"alt": "words", "name": "gaps", **about}})]


def with_outputs(path, outputs, **of_cell):
    cells = [new_markdown_cell("# Title"), new_code_cell("show()", outputs=outputs, **of_cell)]
    nbformat.write(new_notebook(cells=cells), path)


@pytest.fixture
def folder(tmp_path):
    """A run of 40 customers, ten of each group, each of whom bought for 100."""
    run = tmp_path / "shop"
    for place in ("notebooks", "charts", "private"):
        (run / place).mkdir(parents=True)
    segment = [name for name in (*SEGMENTS, None) for _ in range(10)]
    rows = pd.DataFrame({"customer_id": [f"C{i:05}" for i in range(40)], "segment": segment, "net_amount": 100})
    rows.assign(person="email:hanako@example.jp").to_parquet(run / "private" / "customers.parquet")
    blocks = {name: {"n": 10, "net_amount_total": 1000.0, "ltv": {"mean": 100.0}} for name in SEGMENTS_AND_NONE}
    figures = {"segments": blocks, "customers": {"n": 40, "net_amount_total": 4000.0}}
    write_json(figures, run / "summary.json")
    write_json({"versions": {"python": "3.11"}}, run / "manifest.json")
    frame = pd.DataFrame(
        {"segment": [*SEGMENTS, None], "pair": [None] * 3 + ["promoter_passive"], "mean": [1, -2.5, 1e-9, None]}
    )
    csv = write_csv(frame.assign(note="a note"), run / "charts" / "gaps.csv").read_bytes()
    (run / "charts" / "gaps.png").write_bytes(png())
    pictures = f'<img src="data:image/png;base64,{b64encode(png()).decode()}">'
    pictures += f'<a href="data:text/csv;charset=utf-8;base64,{b64encode(csv).decode()}">figures</a>'
    (run / "report.html").write_text(f"<p>40 customers</p>{pictures}", encoding="utf-8")
    grid = Grid(pd.DataFrame({"A": ["one", "one", "two"], "B": ["x", "y", "z"], "C": [1, 2, 3]}), "caption", 2)
    kits = [*shown(Text(("One < two.",)), Text(("One.", "Two."), "note"), grid), *chart(png())]
    with_outputs(run / NOTEBOOK, kits)
    (run / "private").chmod(0o700)
    (run / "private" / "customers.parquet").chmod(0o600)
    return run


@pytest.fixture
def look(folder, settings):
    """Looks through the folder; tells file and what is wrong, in English."""

    def check(**changes):
        with pytest.raises(KitError, match="E-PRIVACY") as raised:
            check_shareable(folder, settings(note="a note", **changes))
        assert raised.value.said("ja") != str(raised.value) and raised.value.fields["what"]["ja"] in raised.value.said(
            "ja"
        )
        return raised.value.fields["file"], raised.value.fields["what"]["en"]

    return check


def test_what_the_kit_writes_may_be_shared(folder, settings):
    check_shareable(folder, settings(note="a note"))


@pytest.mark.parametrize(
    "name", ["customers.csv", "charts/gaps.txt", "charts/new.csv", "notebooks/04.ipynb", "a/report.html"]
)
def test_files_that_no_report_has_are_refused(folder, look, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("", encoding="utf-8")
    assert look() == (name.rpartition("/")[2], "a file that no report has")


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
@pytest.mark.parametrize("name", ["private", "private/customers.parquet"])
def test_private_files_are_the_owners_alone(folder, look, name):
    (folder / name).chmod(0o744)
    assert look() == (name.rpartition("/")[2], "a file of the private folder that others can read")


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_are_no_files_of_a_report(folder, look):
    (folder / "charts" / "kpis.csv").symlink_to(folder / "private" / "customers.parquet")
    assert look() == ("kpis.csv", "a file that no report has")


# Figures


@pytest.mark.parametrize(
    ("frame", "what"),
    [
        ({"segment": ["promoter"], "customer_id": [1]}, "column 2 is none of the chart's figures"),
        ({"segment": ["promoter", "Hanako"]}, "row 3 holds more than figures"),
        ({"pair": ["detractor"]}, "row 2 holds more than figures"),  # a segment is no pair
        ({"mean": ["1; DROP"]}, "row 2 holds more than figures"),
        ({"mean": ["2026-04-01"]}, "row 2 holds more than figures"),
        ({"note": ["another note"]}, "row 2 holds more than figures"),
    ],
)
def test_figures_of_charts_are_numbers_and_names_of_the_kit(folder, look, frame, what):
    write_csv(pd.DataFrame(frame), folder / "charts" / "gaps.csv")
    assert look() == ("gaps.csv", what)


def test_figures_in_the_page_are_those_beside_it(folder, look):
    other = b64encode(b"segment,mean\r\npromoter,123456789\r\n" * 3).decode()
    (folder / "report.html").write_text(f'<a href="data:text/csv;base64,{other}">x</a>', encoding="utf-8")
    assert look() == ("report.html", "figures in it differ from those in the folder charts")


# Tables


def with_book(folder, settings, cell="C1", page_cell=None):
    """Tables beside a page: one with `cell` in it, of a page that says `page_cell`, or the same."""
    table = '<table class="figures"><tr><th>A</th></tr><tr><td>{}</td></tr></table>'
    (folder / "report.html").write_text(table.format(page_cell or cell), encoding="utf-8")
    (folder / "tables.xlsx").write_bytes(tables_book(table.format(cell), settings(note="a note")))


def test_tables_are_those_of_the_page(folder, look, settings):
    with_book(folder, settings, "40 customers")
    check_shareable(folder, settings(note="a note"))
    with_book(folder, settings, "C00007", "40 customers")
    assert look() == ("tables.xlsx", "it holds more than the tables of the page")
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    book["Tables"]["D9"].comment = openpyxl.comments.Comment("C00007", "somebody")
    book.save(folder / "tables.xlsx")
    assert look() == ("tables.xlsx", "it holds more than the tables of the page")


@pytest.mark.parametrize(
    ("cell", "what"),
    [("C00007", "it holds the id of a customer or of an answer"), ("a@b.jp", "it holds an e-mail address"),
     ("Too late, and wet &amp; cold.", "it holds a comment, which stays private unless share_comments is set")],
)  # fmt: skip
def test_cells_are_looked_through(folder, look, settings, cell, what):
    comments = pd.DataFrame({"score": [3], "comment": ["Too late, and wet & cold."]})
    write_csv(comments, folder / "private" / "comments.csv").chmod(0o600)
    with_book(folder, settings, cell)
    assert look()[1] == what


def test_the_mark_before_a_formula_is_no_letter_of_a_comment(folder, settings):
    comments = pd.DataFrame({"score": [3], "comment": ['=HYPERLINK("https://one.test")']})
    write_csv(comments, folder / "private" / "comments.csv").chmod(0o600)
    with_book(folder, settings, '=HYPERLINK("https://another.test")')
    check_shareable(folder, settings(note="a note"))


# Notebooks

CELL = "cell 2 shows something other than the kit's own tables, sentences and charts"
HEAD = pd.DataFrame({"x": [1]})


@pytest.mark.parametrize(
    "output",
    [
        new_output("execute_result", {"text/plain": "   score\n0  3"}, execution_count=1),
        new_output("stream", text="3"),
        new_output("error", ename="E", evalue="v", traceback=["t"]),
        new_output("display_data", {"text/html": HEAD._repr_html_(), "text/plain": repr(HEAD)}),
        new_output("display_data", {"text/plain": "alone"}),
        new_output("display_data", {"application/json": {"x": 1}}),
        new_output("display_data", {"text/html": '<p class="note mathjax_ignore">x</p><script>1</script>'}),
        *chart(png(), name="scatter"),
        *chart(png(), alt=""),
    ],
)
def test_outputs_that_are_not_the_kits_are_refused(folder, look, output):
    with_outputs(folder / NOTEBOOK, [output])
    assert look() == ("01_collect_survey.ipynb", CELL)


def test_files_attached_to_a_cell_are_refused(folder, look):
    notebook = nbformat.read(folder / NOTEBOOK, as_version=4)
    notebook.cells[0].attachments = {"list.png": {"image/png": "AAAA"}}
    nbformat.write(notebook, folder / NOTEBOOK)
    assert look()[1].startswith("cell 1 shows")


# Summary


def changed(folder, change):
    figures = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    change(figures)
    write_json(figures, folder / "summary.json")


@pytest.mark.parametrize(
    "change",
    [
        lambda figures: figures.update(rows=[1]),
        lambda figures: figures["segments"]["promoter"].update(max=9),
        lambda figures: figures["customers"].update(n=[1, 2]),
        lambda figures: figures["customers"].update(n="C00001"),
        lambda figures: figures.update(segments=[figures["segments"]]),
    ],
)
def test_entries_that_no_summary_has_are_refused(folder, look, change):
    changed(folder, change)
    assert look() == ("summary.json", "it holds an entry that summaries do not have")


MONEY = ("summary.json", "it shows money of too few customers, or more than half of which is one customer's")


def test_money_of_few_is_counted_anew(folder, look, settings):
    assert look(min_group_size=11) == MONEY

    def nothing(figures):
        for block in figures["segments"].values():
            block.update(net_amount_total=None, ltv=None)

    changed(folder, nothing)
    check_shareable(folder, settings(note="a note", min_group_size=11))  # all 40 are enough


@pytest.mark.parametrize(("most", "refused"), [(900, False), (901, True)])
def test_money_mostly_of_one_is_counted_anew(folder, look, settings, most, refused):
    path = folder / "private" / "customers.parquet"
    rows = pd.read_parquet(path)
    rows.loc[0, "net_amount"] = most
    rows.to_parquet(path)
    if refused:
        assert look() == MONEY
    check_shareable(folder, settings(note="a note", **({"min_cell": 1} if refused else {})))


# Words


@pytest.mark.parametrize(
    "text", ["C00007", "(C00007)", "C00007.", "id=C00007", "&#67;00007", "a<b>C00007</b>", "x\\nC00007"]
)
@pytest.mark.parametrize("name", ["report.html", "manifest.json"])
def test_ids_are_found_in_every_file(folder, look, name, text):
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(f" {text} ")
    assert look() == (name, "it holds the id of a customer or of an answer")


def test_ids_are_found_in_a_notebooks_tables(folder, look):
    with_outputs(folder / NOTEBOOK, shown(Grid(pd.DataFrame({"A": ["C00001"]}))))
    assert look() == ("01_collect_survey.ipynb", "it holds the id of a customer or of an answer")


@pytest.mark.parametrize("text", ["XC00007", "C000071", "C99999", "00007", "40"])
def test_other_words_and_numbers_are_none(folder, settings, text):
    with (folder / "report.html").open("a", encoding="utf-8") as file:
        file.write(f" {text} ")
    check_shareable(folder, settings(note="a note"))


@pytest.mark.parametrize(
    ("name", "given", "stops"),
    [
        ("2026-04-01", {}, False),  # an id like a day
        ("2026-04-01-7", {}, True),
        ("A0017", {}, True),
        ("A0017", {"where": {"store": "A0017"}}, False),
        ("A0017", {"shop_name": "Shop A0017"}, False),
        ("A0017", {"purchases": "exports/A0017/orders.csv"}, False),
    ],
)
def test_days_and_words_of_the_settings_stop_no_report(folder, look, settings, name, given, stops):
    answers = pd.DataFrame({"response_id": [name]})
    answers.to_parquet(folder / "private" / "responses.parquet")
    (folder / "private" / "responses.parquet").chmod(0o600)
    with (folder / "report.html").open("a", encoding="utf-8") as file:
        file.write(f" {name} ")
    if stops:
        assert look(**given) == ("report.html", "it holds the id of a customer or of an answer")
    else:
        check_shareable(folder, settings(note="a note", **given))


@pytest.mark.parametrize(
    "text", ["hanako@example.jp", "someone@else.org", "someone&#64;else.org", "<b>x.y+z@a-b.co.jp</b>"]
)
def test_addresses_are_refused_but_the_shops_own(folder, look, settings, text):
    with (folder / "report.html").open("a", encoding="utf-8") as file:
        file.write(f" {text}, info@shop.jp ")
    assert look(shop_name="info@shop.jp") == ("report.html", "it holds an e-mail address")
    (folder / "report.html").write_text("<p>Shop: info@shop.jp</p>", encoding="utf-8")
    check_shareable(folder, settings(note="a note", shop_name="Shop info@shop.jp"))
    assert look() == ("report.html", "it holds an e-mail address")


@pytest.mark.parametrize(
    "comment",
    ["Too late, and wet & cold.", 'It was "never again in this shop" for me', "a <b> of a long line\nand more"],
)
def test_comments_stay_private_unless_they_are_to_be_shared(folder, look, settings, comment):
    path = write_csv(pd.DataFrame({"score": [3], "comment": [comment]}), folder / "private" / "comments.csv")
    path.chmod(0o600)
    check_shareable(folder, settings(note="a note"))
    with_outputs(folder / NOTEBOOK, shown(Grid(pd.DataFrame({"Comment": [comment]}))))
    assert look()[1] == "it holds a comment, which stays private unless share_comments is set"
    check_shareable(folder, settings(note="a note", share_comments=True))


def test_a_comment_that_repeats_the_surveys_question_stops_no_report(folder, look, settings):
    question = "How likely are you to recommend us?"
    path = write_csv(pd.DataFrame({"score": [3], "comment": [question]}), folder / "private" / "comments.csv")
    path.chmod(0o600)
    with_outputs(folder / NOTEBOOK, shown(Grid(pd.DataFrame({"Header": [question]}))))
    assert look()[1] == "it holds a comment, which stays private unless share_comments is set"
    figures = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    account = {"rows_in": 1, "rows_used": 1, "read_as": [{"columns": {"score": question}, "not_used": []}]}
    write_json(figures | {"ledgers": {"responses": account}}, folder / "summary.json")
    check_shareable(folder, settings(note="a note"))


def test_a_comment_like_a_formula_is_found_as_it_was_written(folder, look):
    comment = "-1 is what I would give"
    write_csv(pd.DataFrame({"comment": [comment]}), folder / "private" / "comments.csv").chmod(0o600)
    with_outputs(folder / NOTEBOOK, shown(Grid(pd.DataFrame({"Comment": [comment]}))))
    assert look()[1] == "it holds a comment, which stays private unless share_comments is set"


# Pictures

PICTURE = "a picture that holds more than its pixels"


@pytest.mark.parametrize(
    "image",
    [png(chunk(b"tEXt", b"Author\0Hanako")), png(chunk(b"eXIf", b"x")), png(behind=b"more"), b"GIF89a", png()[:-12]],
)
@pytest.mark.parametrize("where", ["gaps.png", "report.html", "01_collect_survey.ipynb"])
def test_pictures_hold_pixels_alone(folder, look, image, where):
    if where == "gaps.png":
        (folder / "charts" / where).write_bytes(image)
    elif where == "report.html":
        text = f'<img src="data:image/png;base64,{b64encode(image * (6 if image == b"GIF89a" else 1)).decode()}">'
        (folder / where).write_text(text, encoding="utf-8")
    else:
        with_outputs(folder / NOTEBOOK, chart(image * (6 if image == b"GIF89a" else 1)))
    assert look() == (where, PICTURE)


def test_pictures_may_have_colours_and_a_resolution(folder, settings):
    kinds = (b"PLTE", b"tRNS", b"pHYs")
    (folder / "charts" / "gaps.png").write_bytes(png(*map(chunk, kinds)))
    check_shareable(folder, settings(note="a note"))


def rates(folder, *names):
    """Response rates by channel."""
    frame = pd.DataFrame({"kind": "channel", "name": list(names), "answered": 5, "invited": 9, "rate": 0.5})
    write_csv(frame.assign(note="a note"), folder / "charts" / "response_rates.csv")
    (folder / "charts" / "response_rates.png").write_bytes(png())


@pytest.mark.parametrize("name", ["ads", "=1", "friends", "other", "unknown", "channel_8", "under_1_year"])
def test_channels_that_the_settings_name_may_be_named(folder, settings, name):
    rates(folder, name)
    named = {"acquisition_cost": {"ads": 1.0, "=1": 2.0}, "referral_channels": ["friends"]}
    check_shareable(folder, settings(note="a note", **named))


@pytest.mark.parametrize("name", ["mall", "Hanako", "channel_9"])
def test_other_names_of_groups_are_refused(folder, look, name):
    rates(folder, "other", name)
    assert look() == ("response_rates.csv", "row 3 holds more than figures")


# Words that many wrote


def with_words(folder, n, word="late parcel"):
    """A run whose summary and chart tell a word that so many wrote."""
    sheet = pd.DataFrame({"words": ["other; " + word] * n + [None], "comment": word})
    write_csv(sheet, folder / "private" / "reading_sheet.csv").chmod(0o600)
    write_csv(pd.DataFrame({"comment": [word]}), folder / "private" / "comments.csv").chmod(0o600)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    write_json(summary | {"words": {"leanings": {"detractor": {word: {"persons": n}}}}}, folder / "summary.json")
    frame = pd.DataFrame({"segment": ["detractor"], "word": [word], "persons": [n], "estimate": [1.5]})
    write_csv(frame.assign(note="a note"), folder / "charts" / "words.csv")


def test_a_word_of_enough_may_be_told_though_it_is_somebodys_whole_comment(folder, settings):
    with_words(folder, 10)
    (folder / "notebooks" / "03_compare_value.ipynb").write_bytes((folder / NOTEBOOK).read_bytes())
    with_outputs(folder / NOTEBOOK, shown(Text(("late parcel",))))
    check_shareable(folder, settings(note="a note"))


def test_a_word_of_few_is_refused_in_the_summary_and_behind_the_chart(folder, look):
    with_words(folder, 9)
    assert look()[0] == "words.csv"
    (folder / "charts" / "words.csv").unlink()
    assert look() == ("summary.json", "it holds a word that too few people wrote")
    (folder / "private" / "reading_sheet.csv").unlink()
    assert look() == ("summary.json", "it holds a word that too few people wrote")


def test_rated_questions_are_named_by_their_headers_alone(folder, look, settings):
    path = folder / "private" / "responses.parquet"
    pd.DataFrame({"person": ["P"], "rating =Delivery": [5]}).to_parquet(path)
    path.chmod(0o600)
    for header in ("=Delivery", "Hanako"):
        write_csv(pd.DataFrame({"question": [header], "rated": [3.1]}), folder / "charts" / "drivers.csv")
        if header != "Hanako":
            check_shareable(folder, settings(note="a note"))
    assert look() == ("drivers.csv", "row 2 holds more than figures")
