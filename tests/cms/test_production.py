"""What production settings say once they are loaded, in a process of their own."""

import json
import os
import subprocess
import sys

import pytest

from tests.cms.test_settings import ROOT

NAMES = [
    *(f"{kind}_COOKIE_{flag}" for kind in ("CSRF", "SESSION") for flag in ("HTTPONLY", "NAME", "SAMESITE", "SECURE")),
    *("PUBLIC_POLICY", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "SIGN_IN_POLICY"),
]
PRINT = (
    f"from django.conf import settings; import json; print(json.dumps({{n: getattr(settings, n) for n in {NAMES}}}))"
)
YEAR = 31_536_000


def production(tmp_path, **variables: str) -> dict:
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "www.example.cn",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, env=env | variables, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_cookies_of_production_are_sent_over_https_only_and_hidden_from_scripts_and_other_sites(tmp_path):
    values = production(tmp_path)
    for kind in ("SESSION", "CSRF"):
        assert values[f"{kind}_COOKIE_SECURE"] is True
        assert values[f"{kind}_COOKIE_HTTPONLY"] is True
        assert values[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert values["SESSION_COOKIE_NAME"] == "sessionid", "Without https a browser would refuse the other name."


@pytest.mark.parametrize("variables", [{"SECURE_SSL_REDIRECT": "1"}, {"PUBLIC_PORT": "443"}])
def test_with_https_the_promise_lasts_a_year_and_no_neighbour_can_plant_a_cookie(tmp_path, variables):
    values = production(tmp_path, **variables)
    assert values["SECURE_HSTS_SECONDS"] == YEAR
    assert values["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert values["CSRF_COOKIE_NAME"] == "__Host-csrftoken"


def test_the_promise_of_https_can_be_shortened_for_a_trial(tmp_path):
    assert production(tmp_path)["SECURE_HSTS_SECONDS"] == 0
    assert production(tmp_path, PUBLIC_PORT="443", SECURE_HSTS_SECONDS="300")["SECURE_HSTS_SECONDS"] == 300


@pytest.mark.parametrize(
    ("variables", "origin"),
    [
        ({"AWS_S3_ENDPOINT_URL": "http://s3:9000"}, "http://s3:9000"),
        (
            {"AWS_S3_ENDPOINT_URL": "http://s3:9000", "AWS_S3_PUBLIC_ENDPOINT_URL": "https://files.example.cn/"},
            "https://files.example.cn",
        ),
        ({}, "https://media-bucket.s3.amazonaws.com"),
        ({"AWS_S3_REGION_NAME": "cn-north-1"}, "https://media-bucket.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_pictures_may_come_from_the_bucket_that_media_addresses_redirect_to(tmp_path, variables, origin):
    policy = production(tmp_path, AWS_STORAGE_BUCKET_NAME="media-bucket", **variables)["PUBLIC_POLICY"]
    for directive in ("img-src", "media-src"):
        assert {"'self'", origin} <= set(policy[directive].split())
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_the_form_of_the_sign_in_may_lead_to_the_single_sign_on_and_nowhere_else(tmp_path):
    assert production(tmp_path)["SIGN_IN_POLICY"]["form-action"] == "'self'"
    provider = {"OIDC_ISSUER": "https://sso.example.cn/realms/a", "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "s"}
    assert production(tmp_path, **provider)["SIGN_IN_POLICY"]["form-action"] == "'self' https://sso.example.cn"


def test_https_is_believed_of_proxies_only(tmp_path):
    assert production(tmp_path)["SECURE_PROXY_SSL_HEADER"] is None
    behind_one = production(tmp_path, TRUSTED_PROXY_COUNT="1")
    assert behind_one["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
