"""Every address says who may open it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from kopuro.core.pages import ANYONE, Rule, page
from tests.house.routes import module_of, own, patterns


def undeclared(entries) -> list[str]:
    return [address for address, entry in entries if not isinstance(getattr(entry.callback, "rule", None), Rule)]


def test_every_address_declares_its_rule():
    assert undeclared(own()) == []


def test_an_undeclared_address_is_found():
    def bare(request):
        return HttpResponse()

    @page(ANYONE)
    def declared(request):
        return HttpResponse()

    entries = [(str(one.pattern), one) for one in (path("bare/", bare), path("declared/", declared))]
    assert undeclared(entries) == ["bare/"]


def test_only_sign_in_comes_from_elsewhere():
    foreign = {module_of(entry).split(".")[0] for _address, entry in patterns()} - {"kopuro"}
    assert foreign <= {"allauth", "django"}


def test_every_address_has_a_name_of_its_own():
    names = [entry.name for _address, entry in own()]
    assert None not in names
    assert sorted(set(names)) == sorted(names)
