"""Texts that were harmed before they came here."""

import pytest

from helpers.read.files import garbled
from helpers.read.files.garbled import text_warnings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("id,prénom,氏名,Ångström,São\n", ()),
        ("«É», “à”, É…\n", ()),
        ("a,\ufffd\n", ("W-REPLACEMENT",)),
        ("prénom".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("スコア".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("It’s".encode().decode("cp1252"), ("W-MOJIBAKE",)),
        ("スコア".encode().decode("cp932"), ("W-MOJIBAKE",)),
        ("prénom".encode().decode("latin-1") + "\ufffd", ("W-REPLACEMENT", "W-MOJIBAKE")),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_harm_done_before(tmp_path, monkeypatch, text, found, codec):
    monkeypatch.setattr(garbled, "CHUNK_LETTERS", 4000)
    path = tmp_path / "shop.csv"
    path.write_bytes(("id,note\n" * 2000 + text).encode(codec))
    assert text_warnings(path, codec) == found
