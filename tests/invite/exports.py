"""Exports of the survey tools as their headers and times are known, with answers to the kit's questionnaire."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHOP = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Answer:
    """What one person entered; `finished` False: she left before the end."""

    token: str
    score: str
    comment: str
    recommended_count: str
    influence: str
    at: datetime
    finished: bool = True

    def cells(self, asked):
        """Her answers in the order of the questions."""
        return [getattr(self, question.column, "") for question in asked.questions]


def _csv(rows, bom=False):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def google_forms(asked, answers, language):
    """Forms' own CSV; unfinished answers are never in it, and the token is a question's answer."""
    head = ["タイムスタンプ" if language == "ja" else "Timestamp", *(one.text for one in asked.questions), asked.token]
    return _csv(
        [head, *([_google_time(one.at, language), *one.cells(asked), one.token] for one in answers if one.finished)]
    )


def _google_time(at, language):
    local = at.astimezone(SHOP)
    half = ("午前", "午後") if language == "ja" else ("AM", "PM")
    return f"{local:%Y/%m/%d} {local.hour % 12 or 12}:{local:%M:%S} {half[local.hour >= 12]} GMT+9"


def typeform(asked, answers, language):
    """With the newer columns; an answer that was begun has no submit date."""
    head = ["#", *(one.text for one in asked.questions), "token", "Response Type", "Start Date (UTC)",
            "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"]  # fmt: skip
    rows = []
    for n, one in enumerate(answers, 1):
        at = one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        end = ["completed", at, "", at] if one.finished else ["partial", at, at, ""]
        rows.append([f"{n:032x}", *one.cells(asked), one.token, *end, "aaaaaaaaaa", "", "Ending"])
    return _csv([head, *rows])


def surveymonkey(asked, answers, language):
    """Two header rows; the custom variable is a column of its own beside the empty Custom Data 1."""
    known = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
             "Last Name", "Custom Data 1", "token"]  # fmt: skip
    labels = ["Open-Ended Response" if one.kind != "scale" else "Response" for one in asked.questions]
    rows = [[*known, *(one.text for one in asked.questions)], [*[""] * len(known), *labels]]
    for n, one in enumerate(answers, 118_000_000_001):
        at = one.at.astimezone(SHOP).strftime("%m/%d/%Y %I:%M:%S %p")
        rows.append([n, 430_000_001, at, at, "192.0.2.1", "", "", "", "", one.token, *one.cells(asked)])
    return _csv([row for row, one in zip(rows, [None, None, *answers], strict=True) if one is None or one.finished])


def qualtrics(asked, answers, language):
    """Three header rows, a group beside the score, the token as embedded data at the end."""
    known = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
             "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
             "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
             "UserLanguage"]  # fmt: skip
    names = ["Q1_NPS_GROUP", "Q1", *(f"Q{n}" for n in range(2, len(asked.questions) + 1)), "token"]
    texts = [f"{asked.questions[0].text} - Group", *(one.text for one in asked.questions), "token"]
    imports = [json.dumps({"ImportId": name}, separators=(",", ":")) for name in [*known, *names]]
    rows = [[*known, *names], [*known, *texts], imports]
    for n, one in enumerate(answers, 1):
        at, progress = one.at.astimezone(SHOP).strftime("%Y-%m-%d %H:%M:%S"), 100 if one.finished else 40
        meta = [
            at,
            at,
            0,
            "192.0.2.1",
            progress,
            95,
            int(one.finished),
            at,
            f"R_{n:015d}",
            *[""] * 4,
            35,
            139,
            "anonymous",
            "JA",
        ]
        rows.append([*meta, "Promoter", *one.cells(asked), one.token])
    return _csv(rows, bom=True)


def limesurvey(asked, answers, language):
    """Headings as full text, the access code beside the answers; what was not submitted has no date."""
    heads = {
        "en": ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code", "Date started",
               "Date last action"],
        "ja": ["回答ID", "送信日", "最後のページ", "開始時の言語", "シード", "トークン", "開始日", "最終操作日"],
    }  # fmt: skip
    rows = [[*heads[language], *(one.text for one in asked.questions)]]
    for n, one in enumerate(answers, 1):
        at = one.at.astimezone(SHOP).strftime("%Y-%m-%d %H:%M:%S")
        rows.append([n, at if one.finished else "", 1, language, 12345, one.token, at, at, *one.cells(asked)])
    return _csv(rows, bom=True)


def other(asked, answers, language):
    """A plain table, as many tools write it."""
    rows = [["回答日時" if language == "ja" else "submitted at", *(one.text for one in asked.questions), "token"]]
    return _csv(
        [
            *rows,
            *([one.at.astimezone(SHOP).isoformat(), *one.cells(asked), one.token] for one in answers if one.finished),
        ]
    )


TOOLS = {
    "google_forms": google_forms, "typeform": typeform, "surveymonkey": surveymonkey, "qualtrics": qualtrics,
    "limesurvey": limesurvey, "other": other,
}  # fmt: skip
