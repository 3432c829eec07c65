"""The parameters of reading: the files, what stands in them, and how it is to be taken."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from helpers.base.addresses import holds_secret
from helpers.base.settings import Label, Settings, Share, not_a, parameter
from helpers.base.tables import FileName

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "cp932", "shift-jis", "euc-jp", "iso-2022-jp", "cp1252", "latin-1",
)  # fmt: skip


def _encoding(value: str) -> str:
    name = value.strip().lower().replace("_", "-")
    if name not in ENCODINGS:
        raise not_a("literal_error", expected=", ".join(ENCODINGS))
    return name


Encoding = Annotated[str, AfterValidator(_encoding)]
Score = Annotated[int, Field(ge=0, le=100)]
AnswerText = Annotated[Label, BeforeValidator(lambda value: str(value) if type(value) is int else value)]  # -1: 0
InfluenceScale = Annotated[list[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=2, max_length=2)]
Scalar = Label | int | float | bool | date
Values = Annotated[list[Scalar], Field(min_length=1)]
Range = Annotated[dict[Literal["from", "to"], Scalar], Field(min_length=1)]
Condition = Scalar | Values | Range


def _without_secret(value: object) -> object:
    """Refused as a whole, whatever else it might have been."""
    places = value.values() if isinstance(value, Mapping) else [value]
    if any(isinstance(place, str) and holds_secret(place) for place in places):
        raise not_a("secret")
    return value


_NO_SECRET = BeforeValidator(_without_secret)
OrderFiles = Annotated[dict[Literal["orders", "amounts"], str], Field(min_length=2)]
TablePlace = Annotated[str | None, _NO_SECRET]  # path, folder, pattern, or the address of an engine's table
PurchasePlace = Annotated[str | OrderFiles | None, _NO_SECRET]


class ReadSettings(Settings):
    """Settings that reading files needs."""

    customers: TablePlace = parameter(
        None, group="files", en="the CRM's customers; null without", ja="CRMの顧客のファイル（ない場合はnull）",
        more={"en": "one row each. A parameter file that names no file at all uses the sample's; paths are counted "
                    "from the kit's folder. The address of a table in an engine will do too (docs/engines.md)",
              "ja": "1人が1行。データファイルの指定が1つもない設定ファイルでは、見本のファイルを使います。"
                    "パスはキットのフォルダから数えます。エンジンの表のアドレスも使えます（docs/engines.ja.md）"},
    )  # fmt: skip
    purchases: PurchasePlace = parameter(
        None, group="files", en="orders, one row each or several", ja="購買のファイル（1注文が1行または複数行）",
        more={"en": "orders and amounts in files of their own: {orders: FILE, amounts: FILE}, joined by the order id; "
                    "or the address of a table in an engine (docs/engines.md)",
              "ja": "注文と金額が別のファイルなら {orders: ファイル, amounts: ファイル}（注文番号でつなぎます）。"
                    "エンジンの表のアドレスも使えます（docs/engines.ja.md）"},
    )  # fmt: skip
    responses: TablePlace = parameter(None, group="files", en="the survey's answers", ja="アンケートの回答のファイル")
    complaints: TablePlace = parameter(
        None, group="files", en="complaints received; null without", ja="クレームのファイル（ない場合はnull）",
    )  # fmt: skip
    invitations: TablePlace = parameter(
        None, group="files", en="who was asked; null if unknown", ja="回答を依頼した人のファイル（不明ならnull）",
    )  # fmt: skip
    columns: dict[FileName, dict[str, str]] = parameter(
        {}, group="files",
        en="table -> our column -> the header in your file", ja="列の対応（表 → キットの列名 → ファイルの見出し）",
    )  # fmt: skip
    sheets: dict[FileName, str] = parameter(
        {}, group="files",
        en="table -> its sheet, where several of a workbook fit", ja="表ごとのシート名（ブックに候補が複数あるとき）",
    )  # fmt: skip
    hidden_rows: Literal["use", "skip"] | None = parameter(
        None, group="files", en="rows that a workbook hides: use or skip; null uses them and warns",
        ja="ブックで非表示の行（useは使う、skipは除く。nullは使って警告）",
    )  # fmt: skip
    encoding: Encoding | None = parameter(
        None, group="files",
        en="encoding of text files; null finds it out", ja="テキストファイルの文字コード（nullは自動判別）",
        more={"en": ", ".join(ENCODINGS), "ja": "、".join(ENCODINGS)},
    )  # fmt: skip
    date_order: Literal["dmy", "mdy", "ymd"] | None = parameter(
        None, group="files", en="dmy, mdy or ymd, where the file leaves it open",
        ja="ファイルから決まらないときの日付の順（dmyは日月年、mdyは月日年、ymdは年月日）",
        more={"en": "what 01/02/2026 and 01/02/26 mean (`ymd`: of years of two digits)",
              "ja": "01/02/2026や01/02/26の読み方（`ymd` は2桁の年のみ）"},
    )  # fmt: skip
    decimal_sign: Literal[".", ","] | None = parameter(
        None, group="files",
        en="point or comma, where the file leaves it open", ja="ファイルから決まらないときの小数点（ピリオドかコンマ）",
        more={"en": "what 12.800 means", "ja": "12.800の読み方"},
    )  # fmt: skip
    tax: Literal["included", "excluded"] | None = parameter(
        None, group="files", en="included or excluded, where amounts are marked both ways",
        ja="税込と税抜が混在するときに使う金額（includedは税込、excludedは税抜）",
    )  # fmt: skip
    amount_unit: Literal["major", "minor", "thousand", "ten_thousand"] | None = parameter(
        None, group="files", en="what amounts count: major (yen, dollars), minor (cents), thousand or ten_thousand",
        ja="金額の単位（majorは円やドル、minorはセント、thousandは千、ten_thousandは万）",
        more={"en": "asked where a header says cents, thousands or the like",
              "ja": "見出しがセントや千円などのときに尋ねます"},
    )  # fmt: skip
    order_total: Literal["first", "every", "sum"] | None = parameter(
        None, group="files", en="where the total of an order of several rows stands: first, every or sum",
        ja="複数行の注文の合計がある場所（firstは先頭行、everyは全行に同じ値、sumは各行の和）",
    )  # fmt: skip
    count_range: Literal["low", "middle", "high"] = parameter(
        "low", group="files", en="what a range of people such as 5-6 counts as: low, middle or high",
        ja="「5-6人」のような幅のある人数の読み方（lowは下限、middleは中央、highは上限）",
    )  # fmt: skip
    where: dict[str, Condition] = parameter(
        {}, group="files", en="customers to keep, by attribute", ja="対象とする顧客の条件（属性で指定）",
        more={"en": "attribute → value, list of values, or {from, to}, both included",
              "ja": "属性 → 値、値のリスト、または {from, to}（両端を含む）"},
    )  # fmt: skip
    answers_where: dict[str, Scalar | Values] = parameter(
        {}, group="files", en="answers to keep, by a column of their file",
        ja="対象とする回答の条件（回答ファイルの列で指定）",
        more={"en": "column -> value or list of values, as where a file holds several questions or surveys",
              "ja": "列 → 値、または値のリスト。1つのファイルに複数の設問や調査があるときに使います"},
    )  # fmt: skip
    bad_rows: Literal["set_aside", "stop"] = parameter(
        "set_aside", group="files", en="rows that can't be right: set_aside, or stop at the first",
        ja="不備のある行の扱い（set_asideは除いて続行、stopは最初の不備で中止）",
    )  # fmt: skip
    statuses_used: list[Label] = parameter(
        [
            "completed", "complete", "paid", "shipped", "delivered", "fulfilled", "processing", "returned",
            "refunded", "partially_refunded", "完了", "発送済み", "発送済", "発送完了", "出荷済み", "出荷済",
            "出荷完了", "配送済み", "配送完了", "配達完了", "入金済み", "入金済", "支払い済み", "支払済み",
            "取引完了", "返品", "返金済み",
        ],
        group="period", en="orders that count", ja="数える注文の状態",
        more={"en": "what you name adds to the kit's lists and wins over both; a status on neither stops the run",
              "ja": "指定したものはキットの一覧に加わり、優先されます。どちらの一覧にもない状態があれば止まります"},
    )  # fmt: skip
    statuses_unused: list[Label] = parameter(
        [
            "cancelled", "canceled", "test", "pending", "failed", "voided", "draft",
            "キャンセル", "キャンセル済み", "キャンセル済", "取消", "取消済", "取消し", "取り消し", "注文取消",
            "テスト", "保留", "未入金", "購入処理中",
        ],
        group="period", en="orders that do not", ja="数えない注文の状態",
        more={"en": "adds to the kit's list", "ja": "指定したものはキットの一覧に加わります"},
    )  # fmt: skip
    score_scale: Annotated[list[Score], Field(min_length=2, max_length=2)] | None = parameter(
        None, group="score", en="worst and best score; null is 0 and 10", ja="最低と最高の点数（nullは0と10）",
        more={"en": 'scores for "not at all likely" and "extremely likely"; [10, 0] is turned round. Asked where the '
                    "answers look otherwise; with another scale name the cut-offs too",
              "ja": "「まったく勧めない」と「とても勧めたい」の点数。[10, 0] なら向きを直します。"
                    "回答が違う尺度に見えるときは尋ねます。ほかの尺度では、次の境目も指定します"},
    )  # fmt: skip
    score_labels: dict[AnswerText, Score | None] = parameter(
        {}, group="score", en="scores in words, each with its number; null for no answer",
        ja="言葉の回答と、その点数（nullは無回答）",
    )  # fmt: skip
    influence_scale: InfluenceScale | None = parameter(
        None, group="referral",
        en="lowest and highest answer on influence; null is 0 and 10", ja="影響度の最低と最高（nullは0と10）",
        more={"en": "asked where the answers look otherwise", "ja": "回答が違う尺度に見えるときは尋ねます"},
    )  # fmt: skip
    influence_labels: dict[AnswerText, Share] = parameter(
        {}, group="referral", en="answers on influence in words, each with its share 0 to 1",
        ja="言葉で尋ねた影響度の回答と、その割合（0〜1）",
    )  # fmt: skip

    ratings: list[Label] | None = parameter(
        None, group="score", en="columns of further rating questions; null finds them, [] is none",
        ja="NPS以外の評価の質問の列（nullは自動で探し、[]は使わない）",
        more={"en": "delivery, price, quality and the like: whole numbers from 0 to 10, all on one scale; `check` "
                    "names those found",
              "ja": "配送、価格、品質などの評価。0〜10の整数で、すべて同じ尺度の列。見つけた列は `check` に示します"},
    )  # fmt: skip

    @model_validator(mode="after")
    def _influence_in_order(self) -> Self:
        if not self.influence_bounds[0] < self.influence_bounds[1]:
            raise not_a("order", name="influence_scale")
        return self

    @property
    def score_bounds(self) -> tuple[int, int]:
        """Scores that mean "not at all likely" and "extremely likely"; 0 and 10 unless `score_scale` says otherwise."""
        low, high = self.score_scale or (0, 10)
        return low, high

    @property
    def amount_power(self) -> int:
        """An amount in a file counts 10 to this power minor units, by `amount_unit`."""
        more = {"minor": -self.minor_digits, "thousand": 3, "ten_thousand": 4}
        return self.minor_digits + more.get(self.amount_unit or "", 0)

    @property
    def influence_bounds(self) -> tuple[float, float]:
        """Least and greatest answer on influence; 0 and 10 unless `influence_scale` says otherwise."""
        low, high = self.influence_scale or (0, 10)
        return low, high
