"""A line break in a template is layout: no blank between two Chinese words, no two attributes in one."""

import pytest
from jinja2 import Environment

from web.frame.template_lines import LayoutLines

TEMPLATES = Environment(autoescape=True, extensions=[LayoutLines])


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>\n  <b>受理</b>\n  通知书\n</p>\n", "<p><b>受理</b>通知书</p>"),
        ("<p>\n  {{ a }} {{ b }}\n</p>", "<p>甲 乙</p>"),
        ('<b>{{ a }}</b>{{ " " }}\n<i>{{ b }}</i>', "<b>甲</b> <i>乙</i>"),
        ("{% if a %}\n  {{ a }}\n{% else %}\n  {{ b }}\n{% endif %}", "甲"),
        ('<input name="a"\n    required>\n<br>', '<input name="a" required><br>'),
        ('<input name="a"\n  {% if a %} checked{% endif %}\n  id="{{ b }}">', '<input name="a"  checked id="乙">'),
        ("<pre>{{ c }}</pre>", "<pre>one\ntwo</pre>"),
    ],
)
def test_a_line_break_is_layout_and_never_text(source, shown):
    assert TEMPLATES.from_string(source).render(a="甲", b="乙", c="one\ntwo") == shown


def test_an_error_names_the_line_where_it_stands():
    with pytest.raises(ZeroDivisionError) as caught:
        TEMPLATES.from_string("<p>\n  {{ a }}\n  {{ 1 // 0 }}\n</p>").render(a="甲")

    assert any(entry.name == "top-level template code" and entry.lineno + 1 == 3 for entry in caught.traceback)
