"""Files of answers that hold several questions or surveys in their rows."""

import pytest

from helpers.base.errors import KitError
from helpers.read.ledger import ledger
from helpers.read.roles import canonical_table
from tests.each import each


def rows(words, *, persons=12, header="survey_type", head="customer_id,responded_at,score", step="10:0{w}"):
    """Answers of so many persons, one for each word: scores 0–10 to the first, 1–5 to the others."""
    lines = [f"{head},{header}"]
    for n in range(persons):
        for w, word in enumerate(words):
            score = (9, 10, 3, 8, 0, 7)[n % 6] if w == 0 else n % 5 + 1
            lines.append(f"C{n},2026-01-{n + 1:02} {step.format(w=w)},{score},{word}")
    return lines


def read(files, lines, name="responses", **changes):
    return canonical_table(name, files(changes, **{name: lines}))


@each(
    "words, header, line",
    [
        (["nps", "csat"], "survey_type", "answers_where: {survey_type: nps}"),
        (["NPS", "CSAT", "CES"], "metric", "answers_where: {metric: NPS}"),
        (["推奨度", "満足度", "使いやすさ"], "設問", "answers_where: {設問: 推奨度}"),
        (["shop", "delivery"], "touch point", "answers_where: {touch point: delivery}"),
        (["How likely are you to recommend us?", "How easy was it?"], "Q", "recommend us?"),
        (["1", "2"], "no_of_question", "answers_where: {no_of_question: '1'}"),
    ],
)
def test_a_column_that_splits_each_persons_rows_is_asked_about(files, words, header, line):
    with pytest.raises(KitError) as found:
        read(files, rows(words, header=header))
    said = found.value.said("en")
    assert found.value.code == "E-ANSWERS-SPLIT" and line in said and "answered_again" in said
    assert all(f'"{word}"' in said for word in words)


def test_questions_are_asked_about_before_scales(files):
    with pytest.raises(KitError, match="E-ANSWERS-SPLIT"):
        read(files, rows(["csat", "ces", "nps", "ease"]))


@each("where, used", [("nps", 12), (["nps"], 12), (["nps", "csat"], 24)])
def test_the_rows_meant_alone_decide_the_scale(files, where, used):
    lines = rows(["csat", "nps"])  # scores 0–10 stand under csat here
    table = read(files, lines, answers_where={"survey_type": where}, score_scale=[0, 10])
    account = ledger(table)
    assert account["rows_used"] == used and "survey_type" not in table.frame
    assert account["not_applicable"] == ({"other_question": 24 - used} if used < 24 else {})
    with pytest.raises(KitError, match="E-SCORE-SCALE"):
        read(files, rows(["nps", "csat"], persons=30), answers_where={"survey_type": "csat"})


def test_conditions_name_columns_that_are_read_too_and_values_of_other_kinds(files):
    lines = ["customer_id,score,comment,batch", *(f"C{n},9,ok,{n % 2 + 1}" for n in range(20))]
    assert len(read(files, lines, answers_where={"batch": 2, "score": 9}).frame) == 10
    assert len(read(files, lines, answers_where={"Batch": "2"}).frame) == 10


@each(
    "where, words",
    [
        ({"nosuch": "nps"}, ["nosuch", '"survey_type"']),
        ({"survey_type": "nosuch"}, ['"csat", "nps"']),
        ({"survey_type": ["nps", "nosuch"]}, ['"csat", "nps"']),
        ({"survey_type": 3}, ['"csat", "nps"']),
        ({"survey_type": ["nps", 3]}, ['"csat", "nps"']),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(files, where, words):
    lines = [*rows(["nps", "csat"]), "C99,2026-02-01,9,secret"]
    with pytest.raises(KitError) as found:
        read(files, lines, answers_where=where)
    said = found.value.said("en")
    assert found.value.code == "E-ANSWERS-WHERE" and all(word in said for word in words) and "secret" not in said


def test_words_of_few_rows_are_not_named(files):
    lines = [*rows(["nps", "csat"]), "C99,2026-02-01,9,secret"]
    with pytest.raises(KitError) as found:
        read(files, lines)
    assert "secret" not in str(found.value)
    with pytest.raises(KitError, match="a few rows each"):
        read(files, lines, answers_where={"customer_id": "X"})


def test_two_metrics_are_told_by_their_names_even_where_nobody_answered_both(files):
    lines = ["customer_id,score,survey", *(f"C{n},9,{('nps', 'csat')[n % 2]}" for n in range(12))]
    with pytest.raises(KitError, match="E-ANSWERS-SPLIT"):
        read(files, lines)
    for nps, csat in (("web", "mail"), ("ces", "csat"), ("nps", "mail")):
        other = [line.replace("nps", "Q1").replace("csat", csat).replace("Q1", nps) for line in lines]
        assert len(read(files, other).frame) == 12


@each(
    "lines",
    [
        rows(["w1"]),
        ["customer_id,score,channel", *(f"C{n % 12},9,{('web', 'mail')[n % 12 % 2]}" for n in range(24))],
        ["customer_id,score,note", *(f"C{n % 12},9,n{n}" for n in range(24))],
        ["customer_id,email,score,role", *(f"A{n // 2},p{n}@x.jp,9,{('buyer', 'user')[n % 2]}" for n in range(24))],
        ["customer_id,responded_at,score,wave", *(f"C{n % 12},2026-0{n // 12 + 1}-03,9,w{n // 12}" for n in range(24))],
        ["score,part", *(f"9,{('a', 'b')[n % 2]}" for n in range(24))],
    ],
)
def test_other_columns_split_nobodys_rows(files, lines):
    keyless = {"columns": {"responses": {"customer_id": ""}}} if lines[0].startswith("score") else {}
    assert len(read(files, lines, **keyless).frame) == len(lines) - 1


def asks(files, lines):
    """Whether it is asked which question is meant."""
    try:
        read(files, lines)
    except KitError as error:
        return error.code == "E-ANSWERS-SPLIT"
    return False


@each("twice, asked", [(2, True), (3, False)])
def test_nine_in_ten_rows_of_persons_with_several_are_the_only_one_with_their_word(files, twice, asked):
    pairs = [("shop", "shop" if n < twice else "delivery") for n in range(10)]
    lines = [f"C{n},{(9, 3)[place]},{word}" for n, words in enumerate(pairs) for place, word in enumerate(words)]
    assert asks(files, ["customer_id,score,touch point", *lines]) == asked


@each("persons, further, asked", [(40, 4, False), (40, 5, True), (100, 11, False), (100, 12, True)])
def test_persons_with_several_answers_are_more_than_a_tenth_and_a_few(files, persons, further, asked):
    lines = [f"C{n},9,web" for n in range(persons)] + [f"C{n},3,mail" for n in range(further)]
    assert asks(files, ["customer_id,score,survey_type", *lines]) == asked


@each("later, dated, asked", [(13, 12, False), (12, 12, True), (13, 6, False), (13, 5, True)])
def test_words_that_follow_one_another_in_time_are_spans_where_half_the_days_are_told(files, later, dated, asked):
    lines = [
        f"C{n},9,{f'2026-01-{start + n:02}' if n in (0, *range(13 - dated, 12)) else ''},{word}"
        for word, start in (("w1", 1), ("w2", later))
        for n in range(12)
    ]
    assert asks(files, ["customer_id,score,responded_at,part", *lines]) == asked


def test_files_of_a_folder_are_one_survey(files, tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    first, *body = rows(["nps", "csat"])
    for place, part in enumerate((body[::2], body[1::2])):
        (folder / f"{place}.csv").write_text("\n".join([first, *part]), encoding="utf-8")
    with pytest.raises(KitError, match="E-ANSWERS-SPLIT"):
        canonical_table("responses", files({"responses": str(folder)}))
    meant = {"responses": str(folder), "answers_where": {"survey_type": "nps"}}
    table = canonical_table("responses", files(meant))
    assert len(table.frame) == 12 and table.rows_in == 24 and table.frame["score"].max() == 10
