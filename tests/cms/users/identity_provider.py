"""An OpenID Connect provider as a program of its own: `python identity_provider.py PORT FOLDER`.

django-oauth-toolkit on SQLite. Everybody's password is PASSWORD; what the provider says about a person is in PEOPLE.
"""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

CLIENT_ID, CLIENT_SECRET, PASSWORD = "yunshang", "known-to-both-sides", "provider-password"
CALLBACK = "http://localhost/admin/login/sso/callback/"

PEOPLE = {
    "tian": {"email": "tian@enshi.example", "email_verified": True},
    "tian-with-phone": {"email": "tian@enshi.example", "email_verified": True, "amr": ["pwd", "mfa"]},
    "tian-by-password-only": {"email": "tian@enshi.example", "email_verified": True, "amr": ["pwd"]},
    "unverified": {"email": "tian@enshi.example", "email_verified": False},
    "without-address": {},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
    "root": {"email": "root@enshi.example", "email_verified": True, "amr": ["pwd", "mfa"]},
    "office": {"email": "office@enshi.example", "email_verified": True},
    "by-staff-number": {"staff_login": "tian-xiaoyu", "email": "other@enshi.example", "email_verified": True},
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


def configure(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    settings.configure(
        SECRET_KEY="provider",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        LOGIN_URL="/login/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem,
            "PKCE_REQUIRED": True,
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
            "SCOPES": {"openid": "", "profile": "", "email": ""},
        },
    )


def fill() -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for username in PEOPLE:
        User.objects.create_user(username, password=PASSWORD)
    Application.objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_uris=CALLBACK,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


def main(port: int, folder: Path) -> None:
    import django
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    configure(folder)
    django.setup()

    from django.contrib.auth import authenticate, login
    from django.http import HttpResponseRedirect
    from oauth2_provider.oauth2_validators import OAuth2Validator

    def sign_in(request):
        login(request, authenticate(request, username=request.POST["username"], password=request.POST["password"]))
        return HttpResponseRedirect(request.GET["next"])

    class OwnClaims(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):
            return PEOPLE[request.user.username]

    module = sys.modules[__name__]
    module.Validator = OwnClaims
    module.urlpatterns = [path("login/", sign_in), path("o/", include("oauth2_provider.urls"))]
    fill()
    make_server("localhost", port, get_wsgi_application(), handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
