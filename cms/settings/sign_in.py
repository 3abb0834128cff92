"""Who comes in at /admin/login/ and how: second factor, limits to guessing, sessions, single sign-on."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cms.settings.environment import env

# One door: what Wagtail and Django would open besides it leads there or is shut (cms/users/urls.py).
LOGIN_URL = LOGOUT_REDIRECT_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# Proxies of ours in front of the web process, each of which appends to X-Forwarded-For the address that it saw.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# Without it a signed-in person sees nothing but the page that sets it up.
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "cms.users.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cms.users.forms.CodeForm",
    "reauthenticate": "cms.users.forms.ReauthenticateByCodeForm",
    "activate_totp": "cms.users.forms.ActivateForm",
}
# Clocks of phones are off by some seconds.
MFA_TOTP_TOLERANCE = 1
# Accounts are made by administrators, not by strangers: nobody else's address can be taken hostage.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Passwords
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "cms.users.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cms.users.passwords.PastPasswordValidator", "OPTIONS": {"count": 5}},
    {"NAME": "cms.api.lifetime.TokensEndWithPassword"},
]
# Links that administrators send; one for a forgotten password lives an hour (cms/users/links.py).
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

# Sessions end with the browser, after a break and after a working day, whichever comes first.
SESSION_IDLE_AGE = 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60

ACCOUNT_ADAPTER = "cms.users.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cms.users.forms.SignInForm",
    "reauthenticate": "cms.users.forms.ReauthenticateForm",
    "change_password": "cms.users.forms.ChangePasswordForm",
    "reset_password": "cms.users.forms.RequestResetForm",
    "reset_password_from_key": "cms.users.forms.NewPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
# People have one address, in the user's own row; allauth's table of addresses stays empty.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "cms.users.links.LinkTokens"  # noqa: S105
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# They count in each process's own memory. Ours hold for all processes: cms/users/guesses.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

# Guesses: passwords and codes alike, counted in the database.
AXES_HANDLER = "cms.users.guesses.GuessHandler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = 10
# Many people sit behind the one address of an office.
ADDRESS_FAILURE_LIMIT = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Otherwise a stranger who goes on guessing keeps the owner out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "cms.users.guesses.locked_out"
AXES_CLIENT_IP_CALLABLE = "cms.users.addresses.counted_address"
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "code", "oldpassword", "password1", "password2", "csrfmiddlewaretoken"),
]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False


def single_sign_on() -> dict:
    """The SOCIALACCOUNT_PROVIDERS setting: one OpenID Connect provider, or none."""
    issuer = env.str("OIDC_ISSUER", "")
    if not issuer:
        return {}
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https://: whoever can change its answers is anybody.")
    app = {
        "provider_id": "sso",
        "name": env.str("OIDC_NAME", "") or _("single sign-on"),
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = single_sign_on()
SOCIALACCOUNT_ADAPTER = "cms.users.single_sign_on.SingleSignOnAdapter"
# A claim that holds the name of the login here; without it a verified e-mail address finds the person.
OIDC_USERNAME_CLAIM = env.str("OIDC_USERNAME_CLAIM", "")
