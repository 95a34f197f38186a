"""The pages of django-allauth stand in the look of the house, under its content security policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from kopuro.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def aida(client: Client) -> Client:
    # A sign-in of a moment ago: allauth asks again before it shows a second factor.
    account = Account.objects.create_user("aida", "correct horse battery", name="Aida")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("account_reauthenticate"), {"password": "correct horse battery", "next": "/"})
    assert answer.status_code == 302
    return client


def test_the_sign_in_page_says_where_accounts_come_from(client: Client):
    page = client.get(reverse("account_login")).content.decode()
    assert "<title>Sign in · Kopuro</title>" in page
    assert page.count("<h1>") == 1
    assert "Accounts are given by the project team" in page
    assert "sign up" not in page.lower()
    assert '<label for="id_login">' in page


def test_a_wrong_password_is_told_above_the_fields(client: Client):
    page = client.post(reverse("account_login"), {"login": "aida", "password": "wrong"}).content.decode()
    assert page.index('role="alert"') < page.index('<label for="id_login">')


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"])
def test_account_pages_have_one_heading_and_nothing_inline(aida: Client, name: str):
    answer = aida.get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1>") == 1
    assert re.findall(r"\sstyle=|<style|\sonclick=|src=\"data:", page) == []
    assert [
        tag for tag in re.findall(r"<script\b[^>]*>", page) if "src=" not in tag and "application/json" not in tag
    ] == []


def test_the_square_for_the_camera_is_drawn_in_the_page(aida: Client):
    page = aida.get(reverse("mfa_activate_totp")).content.decode()
    assert re.search(r'<div class="qr" role="img" aria-label="[^"]+">\s*(<\?xml[^>]*>)?\s*<svg', page)


def test_the_style_page_is_for_administrators(client: Client):
    account = Account.objects.create_user("aida", "correct horse battery", name="Aida", is_administrator=True)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Tables that breathe" in client.get(reverse("style")).content.decode()
    assert Client().get(reverse("style")).status_code in (302, 403, 404)
