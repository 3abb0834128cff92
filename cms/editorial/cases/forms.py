"""The forms on a case's screen."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import GroupSitePermission, Page, Site

from cms.core.references import refused
from cms.editorial.cases.models import Case, Track

LONGEST = 2000


def colleagues(site: Site, person: AbstractBaseUser) -> QuerySet[AbstractBaseUser]:
    """Who works on the site's cases, as far as the person may know of them."""
    grants = GroupSitePermission.objects.filter(
        site=site, permission__codename="view_case", permission__content_type__app_label="cases"
    )
    users = get_user_model()
    found = set(users.objects.filter(groups__in=grants.values("group"), is_active=True).values_list("pk", flat=True))
    hidden = {int(number) for _model, number in refused({(users, str(pk)) for pk in found}, person)}
    return users.objects.filter(pk__in=found - hidden).order_by("last_name", "first_name", "username")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: AbstractBaseUser) -> str:
        return person.display_name


class TrackForm(forms.ModelForm):
    """Wants a department and a person as soon as somebody touches the track, and a result once it is done."""

    person = PersonField(
        label=gettext_lazy("Responsible person"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=gettext_lazy("somebody without a login"),
    )

    class Meta:
        model = Track
        fields = ["status", "department", "person", "person_name", "working_days", "result"]
        widgets = {"result": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user: AbstractBaseUser, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].required = True
        people = colleagues(self.instance.case.site, user)
        # Whoever is responsible already stays a choice.
        self.fields["person"].queryset = people | get_user_model().objects.filter(pk=self.instance.person_id)

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("person") and not data.get("person_name") and "person_name" not in self.errors:
            self.add_error("person_name", _("Choose a person or write down a name."))
        if data.get("status") == Track.Status.DONE and not data.get("result") and "result" not in self.errors:
            self.add_error("result", _("Say what came of it before you call it done."))
        return data


class TextForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(TextForm):
    """Closes an open case with a conclusion, opens a closed one for a reason."""

    def __init__(self, *args, case: Case, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Conclusion") if case.is_open else _("Reason")


class NoteForm(TextForm):
    track = forms.ChoiceField(
        label=gettext_lazy("Concerns"),
        choices=[("", gettext_lazy("the whole case")), *Track.Kind.choices],
        required=False,
    )


class PageForm(forms.Form):
    page = forms.ModelChoiceField(
        label=gettext_lazy("Page"), queryset=Page.objects.filter(depth__gt=1), widget=AdminPageChooser
    )

    def __init__(self, *args, case: Case, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_page(self) -> Page:
        """Of the case's site and those below it: everybody who sees the case reads the page's title there."""
        page = self.cleaned_data["page"]
        key = self.case.site.root_page.translation_key
        homes = Page.objects.filter(translation_key=key).values_list("path", flat=True)
        if not page.path.startswith(tuple(homes)):
            # Shown again, the chooser would tell its title.
            self.data = self.data.copy()
            self.data[self.add_prefix("page")] = ""
            raise forms.ValidationError(_("This page does not belong to the site of the case. Choose another one."))
        return page
