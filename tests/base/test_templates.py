"""Templates: escaped for HTML, as it is in plain text."""

from helpers.base.templates import filled_template


def test_html_is_escaped_and_text_is_not(tmp_path):
    for name in ("a.html.j2", "a.txt.j2"):
        (tmp_path / name).write_text("{{ value }}", encoding="utf-8")
    assert filled_template(tmp_path, "a.html.j2", value='<b>"&') == "&lt;b&gt;&#34;&amp;"
    assert filled_template(tmp_path, "a.txt.j2", value='<b>"&') == '<b>"&'


def test_what_is_filled_in_is_no_template(tmp_path):
    (tmp_path / "a.html.j2").write_text("{{ value }}", encoding="utf-8")
    assert filled_template(tmp_path, "a.html.j2", value="{{ 7*7 }}{% raw %}") == "{{ 7*7 }}{% raw %}"
