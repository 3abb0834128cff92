from django import template
from django.http import HttpRequest
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.editorial.recall.models import Freeze

register = template.Library()


@register.inclusion_tag("recall/banner.html", takes_context=True)
def freeze_banner(context: dict) -> dict:
    """Freezes that concern the person: those of all sites, and those of a site on whose pages they work."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"freezes": []}
    freezes = list(Freeze.objects.in_force())
    roots = {site.pk: site.root_page for site in Site.objects.select_related("root_page")} if freezes else {}
    return {
        "freezes": [
            freeze
            for freeze in freezes
            if freeze.site_id is None
            or freeze.site_id in roots
            and page_permission_policy.user_has_any_permission_for_instance(
                user, ["add", "change", "publish"], roots[freeze.site_id]
            )
        ]
    }
