"""Forms about people. They know who fills them in, so that nobody hands out more than they may."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sites.isolation.people import assignable_groups

User = get_user_model()


class RolesField(forms.ModelMultipleChoiceField):
    """Groups that the administrator may give, under the names of their sites when there are several."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, groups: QuerySet[Group]) -> None:
        self.queryset = groups.order_by("pk")
        by_site: dict[str, list[tuple[int, str]]] = {}
        for group in self.queryset.prefetch_related("tenants__site"):
            for tenant in group.tenants.all()[:1] or [None]:
                name = tenant.site.site_name if tenant else str(_("Other"))
                by_site.setdefault(name, []).append((group.pk, group.name))
        if len(by_site) > 1:
            self.widget.choices = list(by_site.items())


class PersonForm(forms.ModelForm):
    """What an administrator may change about somebody. Passwords are nobody's business but the person's."""

    required_css_class = "required"

    last_name = forms.CharField(label=_("Family name"), max_length=150)
    first_name = forms.CharField(label=_("Given name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Email"), help_text=_("The person’s own address: links for setting a password are sent there.")
    )
    groups = RolesField(
        queryset=Group.objects.none(), label=_("Roles"), help_text=_("What the person does here; one or several.")
    )
    is_active = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        help_text=_("Take this away when somebody leaves. What they have written and done stays on record."),
    )
    is_superuser = forms.BooleanField(
        label=_("Platform administrator"), required=False, help_text=_("May do everything on all sites.")
    )

    class Meta:
        model = User
        fields = ["last_name", "first_name", "email", "groups", "is_active", "is_superuser"]

    def __init__(self, *args, administrator: AbstractBaseUser, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].offer(assignable_groups(administrator))
        self.fields["groups"].required = not administrator.is_superuser
        if self.instance == administrator:
            # Nobody locks themselves out, and nobody takes another role: that is for a colleague to decide.
            self._drop("groups", "is_active", "is_superuser")
        elif not administrator.is_superuser:
            self._drop("is_superuser")

    def _drop(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            # Not who or where: an address may belong to somebody of another county.
            raise forms.ValidationError(
                _(
                    "This address already belongs to a login. Everybody needs an address of their own. If the person "
                    "works for another site as well, ask the prefecture to add your role to their login."
                )
            )
        return email


class InvitationForm(PersonForm):
    """A new colleague, who gets a link instead of a password."""

    class Meta(PersonForm.Meta):
        fields = ["last_name", "first_name", "username", "email", "groups", "is_superuser"]

    is_active = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("For signing in; letters, digits and @ . + - _ only. It stays as it is.")

    def save(self, commit: bool = True) -> AbstractBaseUser:
        self.instance.set_unusable_password()
        return super().save(commit)
