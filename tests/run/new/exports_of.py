"""Exports of a small shop, made for tests: in English as CSV, in Japanese as CP932 and a workbook in a subfolder."""

import csv
from datetime import date, timedelta
from pathlib import Path

import openpyxl

CUSTOMERS, ORDERS = 80, 6
DAY = date(2024, 9, 1)


def rows_of_customers():
    for i in range(CUSTOMERS):
        source, region = ("friend", "ads", "search")[i % 3], ("east", "west")[i % 2]
        yield f"C{i}", DAY + timedelta(5 * i), f"c{i}@shop.test", source, region


def rows_of_orders():
    for i in range(CUSTOMERS * ORDERS):
        customer, round_ = i % CUSTOMERS, i // CUSTOMERS
        joined = 5 * customer
        at = DAY + timedelta(joined + (640 - joined) * round_ // (ORDERS - 1))
        yield f"A{i}", f"C{customer}", at, 1000 + 37 * (i % 60) + 500 * (customer % 3), "paid"


def rows_of_answers():
    for i in range(0, CUSTOMERS, 2):
        yield f"C{i}", (3, 8, 10, 9, 6)[i // 2 % 5], DAY + timedelta(600), i % 4


def english(folder: Path) -> Path:
    """Three CSV files, and one that is no table of a report."""
    _csv(folder / "customers.csv", ["customer_id", "acquired_on", "email", "acquisition_channel", "region"],
         rows_of_customers())  # fmt: skip
    _csv(folder / "orders.csv", ["order_id", "customer_id", "ordered_at", "amount", "status"], rows_of_orders())
    _csv(folder / "survey.csv", ["customer_id", "score", "responded_at", "recommended_count"], rows_of_answers())
    _csv(folder / "weather.csv", ["place", "degrees"], [("Tokyo", 21)])
    return folder


def japanese(folder: Path) -> Path:
    """The same as Japanese tools write it: two years of orders in a subfolder, answers and customers in a workbook."""
    years: dict[int, list] = {}
    for order, customer, at, amount, _ in rows_of_orders():
        years.setdefault(at.year, []).append((order, customer, f"{at:%Y/%m/%d}", f"{amount:,}円", "入金済み"))
    (folder / "受注").mkdir()
    for year, orders in years.items():
        heads = ["注文番号", "会員番号", "受注日", "商品合計", "ステータス"]
        _csv(folder / "受注" / f"受注_{year}.csv", heads, orders, "cp932")
    book = openpyxl.Workbook()
    sheets = {"会員": (["会員番号", "登録日", "メールアドレス", "流入経路", "地域"], rows_of_customers()),
              "アンケート": (["会員番号", "おすすめ度", "回答日"], (row[:3] for row in rows_of_answers()))}  # fmt: skip
    for name, (heads, rows) in sheets.items():
        sheet = book.create_sheet(name)
        for row in [heads, *rows]:
            sheet.append([cell.isoformat() if isinstance(cell, date) else cell for cell in row])
    del book["Sheet"]
    book.save(folder / "会員とアンケート.xlsx")
    return folder


def _csv(path, heads, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([heads, *rows])
