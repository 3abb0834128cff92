from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.editorial.recall.models import Recall


class RecallForm(forms.ModelForm):
    class Meta:
        model = Recall
        fields = ["reason", "explanation", "notice"]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, doubtful: list[Page] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if doubtful:
            self.fields["also"] = forms.ModelMultipleChoiceField(
                Page.objects.filter(pk__in=[page.pk for page in doubtful]),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=_("Copies that have been changed since"),
                help_text=_("Tick those that must go as well."),
            )
            self.fields["also"].label_from_instance = lambda page: page.get_admin_display_title()

    def terms(self) -> dict:
        """For `recall_page`."""
        data = self.cleaned_data
        return {name: data[name] for name in self.Meta.fields}
