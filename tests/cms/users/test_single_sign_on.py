"""Through an OpenID Connect provider that runs beside the test: authorization code with PKCE, over HTTP."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from cms.settings.sign_in import single_sign_on
from cms.users.models import User
from tests.cms.users import identity_provider as provider
from tests.cms.users.conftest import CODE, ENROL, HOME, LOGIN, Visitor, told
from tests.factories.users import UserFactory, code_of

SSO, CALLBACK = "/admin/login/sso/", "/admin/login/sso/callback/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    port = free_port()
    command = [sys.executable, str(Path(provider.__file__)), str(port), str(tmp_path_factory.mktemp("provider"))]
    process = subprocess.Popen(command)
    address = f"http://localhost:{port}/o"
    try:
        for _attempt in range(120):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.ConnectionError:
                assert process.poll() is None, "The provider did not start."
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def configured(issuer, settings, monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", issuer)
    monkeypatch.setenv("OIDC_CLIENT_ID", provider.CLIENT_ID)
    monkeypatch.setenv("OIDC_CLIENT_SECRET", provider.CLIENT_SECRET)
    monkeypatch.setenv("OIDC_NAME", "恩施州统一身份认证")
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on()


@pytest.fixture
def tian():
    return UserFactory(username="tian-xiaoyu", email="tian@enshi.example")


def at_provider(question: str, name: str) -> str:
    """Signs in at the provider; the path and query with which it sends the browser back."""
    browser = requests.Session()
    asked = browser.get(question, timeout=10)
    data = {"username": name, "password": provider.PASSWORD}
    answer = browser.post(asked.url, data, timeout=10, allow_redirects=False)
    while not (where := answer.headers["Location"]).startswith(provider.CALLBACK):
        answer = browser.get(requests.compat.urljoin(question, where), timeout=10, allow_redirects=False)
    return where.removeprefix("http://localhost")


def come_through(visitor, name: str, next_page: str = HOME):
    return visitor.get(at_provider(visitor.post(SSO, {"next": next_page}).url, name))


def refused(visitor, name: str) -> bool:
    before = set(User.objects.values_list("pk", flat=True))
    answer = come_through(visitor, name)
    assert set(User.objects.values_list("pk", flat=True)) == before, "It never makes a user."
    return answer.url == LOGIN and not visitor.is_in() and not SocialAccount.objects.exists()


class TestSwitch:
    def test_without_it_there_is_no_button_and_no_way(self, visitor):
        assert "single_sign_on" not in visitor.get(LOGIN).context
        assert SSO not in visitor.get(LOGIN).content.decode()
        assert visitor.post(SSO).status_code == 404
        assert visitor.get(CALLBACK).status_code == 404

    def test_with_it_the_page_offers_it_by_name(self, visitor, configured):
        page = visitor.get(LOGIN).content.decode()
        assert f'action="{SSO}"' in page and "恩施州统一身份认证" in page

    def test_a_link_from_elsewhere_cannot_start_it(self, visitor, configured):
        assert visitor.get(SSO).status_code == 405

    @pytest.mark.parametrize("issuer", ["http://id.example", "id.example", "ftp://id.example"])
    def test_a_provider_without_tls_is_refused(self, issuer, monkeypatch):
        monkeypatch.setenv("OIDC_ISSUER", issuer)
        with pytest.raises(ImproperlyConfigured):
            single_sign_on()

    def test_a_missing_secret_stops_the_start(self, monkeypatch):
        monkeypatch.setenv("OIDC_ISSUER", "https://id.example")
        with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID"):
            single_sign_on()


@pytest.mark.usefixtures("configured")
class TestComingIn:
    def test_the_question_carries_a_challenge_and_a_state(self, visitor):
        query = parse_qs(urlsplit(visitor.post(SSO).url).query)
        assert query["response_type"] == ["code"] and query["code_challenge_method"] == ["S256"]
        assert query["code_challenge"] and query["state"] and query["redirect_uri"] == [provider.CALLBACK]

    def test_a_verified_address_finds_the_person(self, visitor, tian, settings, mailoutbox):
        settings.SECOND_FACTOR_REQUIRED = False
        assert come_through(visitor, "tian", "/admin/reports/").url == "/admin/reports/"
        assert visitor.is_in()
        assert SocialAccount.objects.get().user == tian
        assert told(mailoutbox, "socialaccount/email/account_connected")

    def test_afterwards_the_provider_s_number_counts_and_not_the_address(self, visitor, tian, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        come_through(visitor, "tian")
        User.objects.filter(pk=tian.pk).update(email="married@enshi.example")
        newer = UserFactory(email="tian@enshi.example")
        again = Visitor()
        come_through(again, "tian")
        assert again.get(HOME).context["user"] == tian != newer

    def test_the_provider_s_second_factor_counts_when_its_token_says_so(self, visitor, tian):
        assert come_through(visitor, "tian-with-phone").url == HOME
        assert visitor.is_in()

    @pytest.mark.parametrize("name", ["tian", "tian-by-password-only"])
    def test_otherwise_ours_is_required(self, visitor, tian, name):
        come_through(visitor, name)
        assert not visitor.is_in()
        assert visitor.get(LOGIN).url.startswith(ENROL)

    def test_otherwise_ours_is_asked_for(self, visitor):
        person = UserFactory(email="tian@enshi.example", phone=True)
        assert come_through(visitor, "tian").url == CODE
        assert not visitor.is_in()
        assert visitor.give_code(code_of(person)).url == HOME

    def test_a_claim_can_name_the_login(self, visitor, tian, settings):
        settings.OIDC_USERNAME_CLAIM = "staff_login"
        settings.SECOND_FACTOR_REQUIRED = False
        come_through(visitor, "by-staff-number")
        assert visitor.get(HOME).context["user"] == tian


@pytest.mark.usefixtures("configured", "tian")
class TestRefusals:
    @pytest.mark.parametrize("name", ["unverified", "without-address", "stranger"])
    def test_who_is_not_known_here_stays_outside(self, visitor, name):
        assert refused(visitor, name)

    def test_superusers_come_in_by_password_only(self, visitor):
        UserFactory(email="root@enshi.example", is_superuser=True)
        assert refused(visitor, "root")

    def test_who_has_become_a_superuser_is_refused_from_then_on(self, visitor, tian):
        come_through(visitor, "tian-with-phone")
        User.objects.filter(pk=tian.pk).update(is_superuser=True)
        again = Visitor()
        come_through(again, "tian-with-phone")
        assert not again.is_in()

    def test_an_address_of_two_people_names_neither(self, visitor):
        for _number in range(2):
            UserFactory(email="office@enshi.example")
        assert refused(visitor, "office")

    def test_a_closed_account_stays_closed(self, visitor, tian):
        User.objects.filter(pk=tian.pk).update(is_active=False)
        assert refused(visitor, "tian")

    def test_an_account_closed_later_is_closed_here_too(self, visitor, tian):
        come_through(visitor, "tian-with-phone")
        User.objects.filter(pk=tian.pk).update(is_active=False)
        again = Visitor()
        come_through(again, "tian-with-phone")
        assert not again.is_in()

    def test_with_a_claim_configured_the_address_is_not_enough(self, visitor, settings):
        settings.OIDC_USERNAME_CLAIM = "staff_login"
        assert refused(visitor, "tian")

    def test_an_answer_to_somebody_else_s_question_is_refused(self, visitor):
        answer = at_provider(visitor.post(SSO).url, "tian-with-phone")
        victim = Visitor()
        assert victim.get(answer).url == LOGIN
        assert not victim.is_in()

    def test_an_answer_counts_once(self, visitor):
        answer = at_provider(visitor.post(SSO).url, "tian-with-phone")
        visitor.get(answer)
        visitor.post("/admin/logout/")
        visitor.get(answer)
        assert not visitor.is_in()

    def test_a_code_without_its_verifier_is_worthless(self, visitor):
        """What PKCE is for: a stolen code, handed in by another session with a question of its own."""
        stolen = parse_qs(urlsplit(at_provider(visitor.post(SSO).url, "tian-with-phone")).query)["code"][0]
        thief = Visitor()
        state = parse_qs(urlsplit(thief.post(SSO).url).query)["state"][0]
        assert thief.get(CALLBACK, {"code": stolen, "state": state}).url == LOGIN
        assert not thief.is_in()

    def test_who_turns_back_at_the_provider_is_at_the_door_again(self, visitor):
        state = parse_qs(urlsplit(visitor.post(SSO).url).query)["state"][0]
        assert visitor.get(CALLBACK, {"error": "access_denied", "state": state}).url == LOGIN

    @pytest.mark.parametrize("process", ["connect", "redirect"])
    def test_nothing_but_signing_in_can_be_asked_for(self, visitor, tian, process, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        visitor.give_password(tian)
        question = visitor.post(f"{SSO}?process={process}").url
        visitor.get(at_provider(question, "stranger"))
        assert not SocialAccount.objects.exists()

    def test_a_provider_that_is_down_is_no_server_error(self, visitor, settings):
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:9"
        assert visitor.post(SSO).url == LOGIN
