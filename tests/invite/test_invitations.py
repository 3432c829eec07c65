"""The mails: who they are from and to, what they say, and that nothing in a name becomes a header."""

import email
import email.header
import email.policy
import email.utils
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.base.words import Words
from helpers.invite.invitations import check_mail_settings, check_people, invitations, recipients
from helpers.invite.mails import Letter, Recipient, message, message_id, salutation
from helpers.invite.tokens import is_signed
from helpers.run.settings import checked
from tests.each import each

TOKEN = "taaaaaaaaaaaaaaaaaaaaaaaaabjrvogffy"
GIVEN = {
    "as_of": "2026-04-01", "shop_name": "Aoba Tea", "sender_address": "survey@example.jp",
    "unsubscribe_contact": "stop@example.jp", "survey_url": "https://example.jp/s?token={token}",
}  # fmt: skip
AT = datetime(2026, 4, 2, 9, 30, 15, tzinfo=timezone(timedelta(hours=9)))
KEY = b"k" * 32
JAPANESE = {"language": "ja", "shop_name": "青葉茶園"}
languages = pytest.mark.parametrize("language", ["en", "ja"])
# names of people: any letters but control characters, as they are after reading
letters = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Zs", "Co", "Cn")), min_size=1, max_size=12
)
names = st.lists(letters, min_size=1, max_size=3).map(" ".join).filter(lambda name: len(name.encode()) <= 45)


def letter(kind="invitation", **changes):
    return Letter(checked({**GIVEN, **changes}), date(2026, 4, 2), date(2026, 6, 1), AT, kind)


def person(name="Hanako Yamada", address="hanako@example.com"):
    return Recipient("C1", address, name, TOKEN)


def parsed(name="Hanako Yamada", address="hanako@example.com", **changes):
    """The mail as the standard library reads it from its bytes."""
    content = message(person(name, address), letter(**changes)).as_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)


def texts(mail):
    return [mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]


def test_a_mail_says_who_why_where_and_how_to_stop():
    mail = parsed(sender_postal_address="1-2-3 Aoi, Shizuoka", reply_to="shop@example.jp")
    assert str(mail["From"]) == "Aoba Tea <survey@example.jp>" and mail["Reply-To"] == "shop@example.jp"
    assert str(mail["To"]) == "Hanako Yamada <hanako@example.com>"
    assert mail["Subject"] == "Aoba Tea: how did we do? A survey of two minutes"
    assert mail["List-Unsubscribe"] == "<mailto:stop@example.jp?subject=unsubscribe>"
    assert mail["Date"].datetime == AT
    for text in texts(mail):
        for part in ("Dear Hanako Yamada,", f"https://example.jp/s?token={TOKEN}", "1 June 2026", "stop@example.jp",
                     "1-2-3 Aoi, Shizuoka", "shop@example.jp", "We would like to know"):  # fmt: skip
            assert part in text


def test_in_japanese():
    mail = parsed("髙橋 花子", **JAPANESE)
    assert mail["From"].addresses[0].display_name == "青葉茶園" and mail["To"].addresses[0].display_name == "髙橋 花子"
    assert mail["Subject"] == "【青葉茶園】アンケートのお願い（2分ほど）"
    for text in texts(mail):
        assert "髙橋 花子 様" in text and "回答期限は2026年6月1日です。" in text and "ご購入履歴" in text
    assert '<html lang="ja">' in texts(mail)[1]


@languages
def test_subject_and_purpose_may_be_ones_own(language):
    own = {"mail_subject": "①㈱〜 髙﨑 & <b>", "mail_purpose": "一行目 <i>\n二行目 {{ 7*7 }}"}
    mail = parsed(language=language, **own)
    plain, page = texts(mail)
    assert mail["Subject"] == own["mail_subject"]
    assert own["mail_purpose"] in plain and "一行目 &lt;i&gt;\n二行目 {{ 7*7 }}" in page


def test_a_reminder_says_that_it_is_one():
    mail = parsed(kind="reminder-1")
    assert mail["Subject"].startswith("Reminder: ") and "We wrote to you on 2 April 2026 " in texts(mail)[0]
    japanese = parsed(kind="reminder-1", **JAPANESE)
    assert japanese["Subject"].startswith("【再送】") and "2026年4月2日にお送りした" in texts(japanese)[0]
    assert "We wrote to you" not in texts(parsed())[0]


@each(
    ("name", "language", "greeting"),
    [
        ("", "en", "Dear customer,"), ("", "ja", "お客様"), ("NA", "ja", "NA 様"), ("NA", "en", "Dear NA,"),
        ("nan", "en", "Dear nan,"), ("null", "ja", "null 様"), ("山田様", "ja", "山田様"),
        ("山田 さん", "ja", "山田 さん"), ("様子 太郎", "ja", "様子 太郎 様"),
    ],
)  # fmt: skip
def test_how_a_mail_begins(name, language, greeting):
    assert salutation(name, Words(language, "JPY")) == greeting


def test_whoever_has_no_name_gets_a_neutral_one_and_na_is_a_name():
    asked = pd.DataFrame(
        {"customer_id": ["1", "2", "3"], "email": ["a@b.jp", "c@d.jp", "e@f.jp"], "name": [None, "NA", " "]},
        dtype="str",
    )
    invited = pd.DataFrame({"customer_id": ["2", "1", "9", "3"], "token": ["t2", "t1", "t9", "t3"]})
    assert [(one.customer_id, one.name, one.token) for one in recipients(invited, asked)] == [
        ("2", "NA", "t2"), ("1", "", "t1"), ("3", "", "t3")
    ]  # fmt: skip
    assert "nan" not in str(parsed("")["To"]) + texts(parsed("", language="ja"))[0]


@given(names)
@examples(deadline=None, max_examples=60)
def test_every_name_arrives_as_it_is(name):
    content = message(person(name), letter(**JAPANESE)).as_bytes()
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["To"].addresses[0].display_name == name and mail["To"].addresses[0].addr_spec == "hanako@example.com"
    assert f"{name} 様" in texts(mail)[0] or re.search("(様|さま|さん|殿|御中)$", name)
    shown, address = email.utils.parseaddr(email.message_from_bytes(content)["To"])  # as older readers decode it
    assert str(email.header.make_header(email.header.decode_header(shown))) == name
    assert address == "hanako@example.com"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120))
@examples(deadline=None, max_examples=60)
def test_every_subject_arrives_as_it_is(subject):
    mail = parsed(mail_subject=subject)
    assert mail["Subject"].strip() == subject.strip()


@languages
def test_seven_bits_and_lines_that_any_server_takes(language):
    name = "とても長い名前の" * 20
    content = message(person(name), letter(language=language, shop_name="店" * 100)).as_bytes()
    assert content.isascii() and b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert str(mail["To"]) == "hanako@example.com"  # a name over several encoded words is left to the text
    assert name in texts(mail)[0]


@languages
def test_utf_8_and_no_older_encoding(language):
    content = message(person("髙橋 花子"), letter(**{**JAPANESE, "language": language})).as_bytes().lower()
    assert b"=?utf-8?b?" in content and b"iso-2022-jp" not in content and b"shift_jis" not in content
    assert content.count(b'charset="utf-8"') == 2


@each("length", [5, 60, 200, 450])
def test_the_link_to_unsubscribe_stays_whole(length):
    link = "https://example.jp/stop/" + "a" * (length - 1) + "1"
    content = message(person(), letter(unsubscribe_contact=link)).as_bytes()
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in content


def test_addresses_as_old_phones_have_them():
    content = message(person(address="foo..bar.@docomo.ne.jp"), letter()).as_bytes()
    assert b"<foo..bar.@docomo.ne.jp>" in content


def test_the_same_mail_is_the_same_bytes_and_another_has_another_identity():
    mails = [message(person(), letter()).as_bytes() for _ in range(2)]
    assert mails[0] == mails[1]
    assert message_id(person(), letter()) != message_id(person(), letter("reminder-1"))
    assert TOKEN not in message_id(person(), letter()) and message_id(person(), letter()).endswith("@example.jp>")


# --- what is refused -------------------------------------------------------------------------------------------------

EVIL = ["Hanako\r\nBcc: everybody@example.jp", "a\nb", "a\rb", "a\x00b", "a\x85b", "a\u2028b", "\x1b[31m"]


@pytest.fixture
def shop(files):
    """Settings of a shop with one customer of this name, in row 3 of the file."""

    def build(name, address="b@example.jp"):
        found = files(customers=["customer_id,name,email", "C1,Ann,a@example.jp", f'C2,"{name}",{address}'])
        return found, pd.DataFrame({"customer_id": ["C2"], "email": [address], "name": [name]}, dtype="str")

    return build


@pytest.mark.parametrize("name", EVIL)
def test_a_name_with_a_line_break_is_refused_by_its_row_and_never_shown(name, shop):
    settings, asked = shop(name.replace("\r\n", "\n").replace("\x00", ""))
    with pytest.raises(KitError) as caught:
        check_people(asked.assign(name=name), settings)
    assert caught.value.code == "E-MAIL-NAME" and 'customers.csv row 3 (1 in all), column "name"' in str(caught.value)
    for language in ("en", "ja"):
        assert "Bcc" not in caught.value.said(language) and "everybody" not in caught.value.said(language)


@pytest.mark.parametrize(
    "address", ["-rf@example.jp", "=1+1@example.jp", "+a@example.jp", "日本@example.jp", "a@localhost"]
)
def test_an_address_that_cannot_be_mailed_to_is_refused_by_its_row(address, shop):
    settings, asked = shop("Bo", address)
    with pytest.raises(KitError) as caught:
        check_people(asked, settings)
    assert caught.value.code == "E-MAIL-ADDRESS" and "row 3" in str(caught.value) and address not in str(caught.value)


def test_people_as_they_are_mostly_pass(shop):
    settings, asked = shop("NA 髙橋")
    check_people(asked, settings)
    check_people(asked.assign(name=None), settings)


@pytest.fixture(scope="module")
def one_customer(tmp_path_factory):
    """A customers file of one row."""
    path = tmp_path_factory.mktemp("shop") / "customers.csv"
    path.write_text("customer_id,name,email\n1,Ann,a@b.jp\n", encoding="utf-8")
    return str(path)


@given(name=st.text(max_size=20))
@examples(deadline=None, max_examples=50)
def test_no_name_that_passes_makes_a_header(one_customer, name):
    asked = pd.DataFrame({"customer_id": ["1"], "email": ["a@b.jp"], "name": [name]}, dtype="str")
    try:
        check_people(asked, checked({**GIVEN, "customers": one_customer}))
    except KitError:
        return
    headers = [header.lower() for header in parsed(name.strip())]
    assert sorted(headers) == sorted(header.lower() for header in parsed())


@each("missing", ["sender_address", "unsubscribe_contact", "survey_url", "shop_name"])
def test_a_mail_that_would_lack_something_is_refused_by_name(missing):
    values = {name: value for name, value in GIVEN.items() if name != missing}
    with pytest.raises(KitError, match="E-MAIL-SETTINGS " + ("sender_name" if missing == "shop_name" else missing)):
        check_mail_settings(checked(values))
    check_mail_settings(checked(GIVEN))


# --- tokens of people ------------------------------------------------------------------------------------------------


def test_everybody_asked_gets_a_signed_token_of_her_own():
    asked = pd.DataFrame({"customer_id": [f"C{n}" for n in range(500)]})
    settings = checked({**GIVEN, "wave": "spring", "token_days": 30})
    invited = invitations(asked, settings, key=KEY, invited_at=AT)
    assert invited["customer_id"].tolist() == asked["customer_id"].tolist() and invited["token"].is_unique
    assert set(invited["wave"]) == {"spring"} and set(invited["invited_at"]) == {pd.Timestamp("2026-04-02T09:30:15")}
    assert set(invited["expires_on"]) == {pd.Timestamp("2026-05-02")}  # 30 days after the 2nd
    assert all(is_signed(token, KEY, "spring", date(2026, 5, 2)) for token in invited["token"])
    assert not any(
        customer_id in token for customer_id, token in zip(asked["customer_id"], invited["token"], strict=True)
    )


def test_times_are_the_shops():
    invited = invitations(pd.DataFrame({"customer_id": ["C1"]}), checked(GIVEN), key=KEY, invited_at=AT.astimezone(UTC))
    assert invited["invited_at"][0] == pd.Timestamp("2026-04-02T00:30:15")  # what it is given, without its zone
