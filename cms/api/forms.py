from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.api.models import DEFAULT_DAYS, MAX_DAYS, Token
from cms.api.tokens import usable_sites


class TokenForm(forms.ModelForm):
    """A token of the user's own, for a site and to a degree that the user has rights for."""

    days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=1,
        max_value=MAX_DAYS,
        initial=DEFAULT_DAYS,
        help_text=_("At most a year. Make a new one before it ends."),
    )

    class Meta:
        model = Token
        fields = ["name", "site", "access"]
        widgets = {"access": forms.RadioSelect}

    def __init__(self, *args, user: AbstractBaseUser, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = user
        self.usable_sites = usable_sites(user)
        sites = self.fields["site"]
        sites.queryset = Site.objects.filter(pk__in=[site.pk for site in self.usable_sites])
        if len(self.usable_sites) == 1:
            sites.initial = next(iter(self.usable_sites)).pk

    def clean(self) -> dict:
        cleaned = super().clean()
        may_write = self.usable_sites.get(cleaned.get("site"), True)
        if cleaned.get("access") == Token.Access.WRITE and not may_write:
            self.add_error("access", _("You may not write on this site."))
        return cleaned
