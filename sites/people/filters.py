import django_filters
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site
from wagtail.users.views.users import GroupFilter, UserFilterSet

from sites.isolation.owners import narrow
from sites.isolation.scope import scope_of


class PeopleFilterSet(UserFilterSet):
    """Wagtail's filters name every group; these name the groups of whoever looks, and sites to who sees several."""

    def __init__(self, *args, request: HttpRequest, is_searching: bool = False, **kwargs) -> None:
        super().__init__(*args, request=request, is_searching=is_searching, **kwargs)
        self.filters["group"] = GroupFilter(
            field_name="groups",
            queryset=narrow(Group.objects.order_by("pk"), request.user),
            label=_("Role"),
            use_subquery=is_searching,
            widget=CheckboxSelectMultiple,
        )
        if scope_of(request.user).unrestricted:
            self.filters["site"] = django_filters.ModelMultipleChoiceFilter(
                field_name="groups__tenants__site",
                queryset=Site.objects.order_by("pk"),
                label=_("Site"),
                widget=CheckboxSelectMultiple,
            )
        else:
            del self.filters["is_superuser"]
