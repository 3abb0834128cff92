"""Questions that the rooms above put to an admin form before it is saved."""

from collections.abc import Callable

from django.forms import ModelForm

# Asked with a form whose `instance` has the new values; answers with sentences that say what must be changed.
FormCheck = Callable[[ModelForm], list[str]]

_checks: list[FormCheck] = []


def register_form_check(check: FormCheck) -> None:
    """Call from an app's `ready`."""
    if check not in _checks:
        _checks.append(check)


class FormChecksMixin:
    """A form with mistakes of its own is not asked about: its instance may be half filled."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for sentence in [] if self.errors else [sentence for check in _checks for sentence in check(self)]:
            self.add_error(None, sentence)
