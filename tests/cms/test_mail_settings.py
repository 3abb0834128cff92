import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.mail import mail_server


@pytest.mark.parametrize(
    ("address", "host", "port", "tls", "ssl"),
    [
        ("smtp://localhost", "localhost", 25, False, False),
        ("smtp+tls://mail.enshi.example", "mail.enshi.example", 587, True, False),
        ("smtps://mail.enshi.example", "mail.enshi.example", 465, False, True),
        ("smtp://mail.enshi.example:2525", "mail.enshi.example", 2525, False, False),
    ],
)
def test_one_address_says_where_mail_goes_and_how(address, host, port, tls, ssl):
    found = mail_server(address)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == (host, port, tls, ssl)


def test_name_and_password_may_hold_any_character():
    found = mail_server("smtps://robot%40enshi:p%3Ass%2Fword@mail.enshi.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("robot@enshi", "p:ss/word")


@pytest.mark.parametrize("address", ["mail.enshi.example", "http://mail.enshi.example", "smtp://"])
def test_another_address_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_server(address)
