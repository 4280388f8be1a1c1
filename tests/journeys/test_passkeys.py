"""Face or finger in place of typing: made, used, refused, sent twice, taken away, with a virtual authenticator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs

from django.utils import timezone
from playwright.sync_api import Page, expect

from openjmo.domains.identity.models import Account, Passkey, SignIn
from tests.authenticator import Phone, give_phone
from tests.domains.identity.makers import make_account
from tests.journeys.conftest import Visitor
from tests.journeys.steps import sign_in, sign_out
from tests.portals.public.steps import proof_grows_old


def _make_key(visitor: Visitor, email: str = "wati@contoh.example", *, is_offered: bool = False) -> Phone:
    """Sign in with the password, take the offer, and come out at the codes on paper.

    The made-up telephone would answer the browser's own offer in the e-mail field at once; mostly the button shall be pressed instead.
    """
    page, say = visitor.page, visitor.say
    if not is_offered:
        page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    phone = give_phone(page)
    make_account(email)
    sign_in(visitor, email, lands_on="/akun/keamanan/kunci/tawaran")
    page.get_by_role("link", name=say("Ya, pakai sidik jari atau wajah")).click()
    page.get_by_label(say("Nama kunci")).fill("HP saya")
    page.get_by_role("button", name=say("Buat kunci")).click()
    expect(page).to_have_url(re.compile("/akun/keamanan/cadangan"))
    return phone


def _press(page: Page) -> None:
    page.get_by_role("button", name="Masuk dengan sidik jari atau wajah").click()


def test_made_at_the_first_sign_in_and_used_at_the_next(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    page = visitor.page
    phone = _make_key(visitor)
    (key,) = phone.keys()
    row = Passkey.objects.get()
    assert key["isResidentCredential"]
    assert (row.name, row.transports) == ("HP saya", ["internal"])
    page.goto("/beranda")
    sign_out(visitor)
    page.goto("/masuk")
    _press(page)
    expect(page).to_have_url(re.compile("/beranda"))
    assert SignIn.objects.order_by("-id")[0].way == "passkey"
    page.goto("/akun/keamanan")
    expect(page.get_by_role("main")).to_contain_text("HP saya")
    expect(page.get_by_role("main")).to_contain_text("Sidik jari atau wajah")


def test_offered_by_the_browser_in_the_field_without_a_button(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    _make_key(visitor, is_offered=True)
    visitor.page.goto("/beranda")
    sign_out(visitor)
    visitor.page.goto("/masuk")
    expect(visitor.page).to_have_url(re.compile("/beranda"))


def test_whoever_is_not_recognised_stays_outside(visit: Callable[..., Visitor]) -> None:
    """Neither does the browser hand out an answer, nor does the server take one that was had by changing the page."""
    visitor = visit(by_name=True)
    page, phone = visitor.page, _make_key(visitor)
    page.goto("/beranda")
    sign_out(visitor)
    phone.owner_is_there(False)
    page.goto("/masuk")
    _press(page)
    expect(page.get_by_text("Tidak jadi atau tidak dikenali.")).to_be_visible()
    page.evaluate(
        """() => {
        const form = document.querySelector('form[data-passkey]');
        form.dataset.options = JSON.stringify({...JSON.parse(form.dataset.options), userVerification: 'discouraged'});
    }"""
    )
    _press(page)
    expect(page.get_by_text("Sidik jari atau wajah tidak dapat dipastikan.")).to_be_visible()
    page.goto("/beranda")
    expect(page).to_have_url(re.compile("/masuk"))


def test_an_answer_is_taken_once(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    page = visitor.page
    _make_key(visitor)
    page.goto("/beranda")
    sign_out(visitor)
    page.goto("/masuk")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/masuk/kunci")) as asked:
        _press(page)
    expect(page).to_have_url(re.compile("/beranda"))
    said = parse_qs(asked.value.post_data or "")
    sign_out(visitor)
    Passkey.objects.update(sign_count=0)
    page.goto("/masuk")
    page.evaluate(
        """([token, answer]) => {
        const form = document.querySelector('form[data-passkey]');
        form.querySelector('[name=token]').value = token;
        form.querySelector('[name=answer]').value = answer;
        form.submit();
    }""",
        [said["token"][0], said["answer"][0]],
    )
    expect(page.get_by_text("Sidik jari atau wajah tidak dapat dipastikan.")).to_be_visible()
    expect(page).to_have_url(re.compile("/masuk"))


def test_a_key_that_counts_backwards_is_a_copy(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    page = visitor.page
    _make_key(visitor)
    page.goto("/beranda")
    sign_out(visitor)
    Passkey.objects.update(sign_count=1_000_000)
    page.goto("/masuk")
    _press(page)
    expect(page.get_by_text("Sidik jari atau wajah tidak dapat dipastikan.")).to_be_visible()


def test_later_is_not_asked_again_for_a_month(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    page = visitor.page
    make_account()
    sign_in(visitor, "wati@contoh.example", lands_on="/akun/keamanan/kunci/tawaran")
    page.get_by_role("button", name="Nanti saja").click()
    expect(page).to_have_url(re.compile("/beranda"))
    sign_out(visitor)
    sign_in(visitor, "wati@contoh.example", lands_on="/beranda")
    sign_out(visitor)
    Account.objects.update(passkey_asked_at=timezone.now() - timedelta(days=31))
    sign_in(visitor, "wati@contoh.example", lands_on="/akun/keamanan/kunci/tawaran")


def test_after_the_password_the_key_is_asked_for_and_a_second_one_is_removed_with_it(visit: Callable[..., Visitor]) -> None:
    visitor = visit(by_name=True)
    page = visitor.page
    _make_key(visitor)
    page.goto("/beranda")
    sign_out(visitor)
    sign_in(visitor, "wati@contoh.example", lands_on="/masuk/langkah-kedua")
    page.get_by_role("button", name="Pakai sidik jari atau wajah").click()
    expect(page).to_have_url(re.compile("/beranda"))
    proof_grows_old()
    page.goto("/akun/keamanan")
    page.get_by_role("button", name="Hapus HP saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pastikan ini Anda")
    page.get_by_role("button", name="Pakai sidik jari atau wajah").click()
    expect(page.get_by_text("Kunci itu sudah dihapus dari akun.")).to_be_visible()
    assert not Passkey.objects.exists()
