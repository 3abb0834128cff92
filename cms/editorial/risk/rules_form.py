from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.mixins import ColumnType
from cms.core.references import ReferenceForm
from cms.editorial.risk.words import page_type_choices


class RiskRulesForm(ReferenceForm):
    page_types = forms.MultipleChoiceField(
        label=_("Types of page"),
        choices=page_type_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pages of these types are not published without a valid assessment."),
    )
    column_types = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[choice for choice in ColumnType.choices if choice[0] != ColumnType.HOME],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pages in columns of these types need one as well, whatever their own type."),
    )
