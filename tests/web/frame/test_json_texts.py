"""What is stored exactly is told exactly, to programs and to the scripts of pages."""

from decimal import Decimal

from flask import json, render_template_string


def test_a_number_with_a_fraction_stays_a_number_with_all_its_digits(site):
    app = site.client().application
    limits = {"min": Decimal("0.10"), "name": "宽<米>"}

    with app.test_request_context():
        assert json.dumps(limits) == '{"min":0.10,"name":"宽<米>"}'
        in_a_page = render_template_string("{{ limits | tojson }}", limits=limits)

    assert in_a_page == '{"min":0.10,"name":"宽\\u003c米\\u003e"}'
