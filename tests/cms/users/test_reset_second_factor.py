import pytest
from django.core.management import CommandError, call_command

from tests.cms.users.conftest import Visitor
from tests.factories.users import PASSWORD


def test_somebody_without_phone_and_codes_begins_anew(visitor, person, capsys):
    visitor.come_in(person)
    call_command("reset_second_factor", person.username)
    assert person.username in capsys.readouterr().out
    assert not visitor.is_in(), "Whoever holds the lost phone is out."
    again = Visitor()
    again.give_password(person, PASSWORD)
    assert not again.is_in()
    assert again.get("/admin/account/second-factor/app/").status_code == 200


def test_a_mistyped_name_is_told(db):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")
