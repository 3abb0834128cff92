from django.db import transaction
from django.http import HttpResponse
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView

from cms.editorial.gate.refusal import GateRefusal


class GatedPrivacyView(SetPrivacyView):
    """Wagtail's dialogue, which otherwise fails without a word when the gate refuses to lift a restriction."""

    def form_valid(self, form: PageViewRestrictionForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except GateRefusal as refusal:
            form.add_error("restriction_type", str(refusal))
            return self.form_invalid(form)
