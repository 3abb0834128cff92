"""The admin's “Users”: colleagues only, by invitation, and nobody above oneself."""

from django.urls import URLPattern, path
from wagtail.users.views.users import UserViewSet

from cms.core.scoped_views import ScopedViews
from sites.people import views
from sites.people.filters import PeopleFilterSet
from sites.people.forms import InvitationForm, PersonForm


class PeopleViewSet(ScopedViews, UserViewSet):
    view_mixin = views.PersonView
    index_view_class = views.IndexView
    add_view_class = views.InviteView
    edit_view_class = views.EditView
    filterset_class = PeopleFilterSet
    # A copy of a person would be a second login with the same rights.
    copy_view_enabled = False
    template_prefix = "people/"

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm if for_update else InvitationForm

    def get_common_view_kwargs(self, **kwargs) -> dict:
        return super().get_common_view_kwargs(reset_url_name=self.get_url_name("reset"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        reset = self.construct_view(views.ResetView, template_name="people/reset.html")
        return [*super().get_urlpatterns(), path("reset/<int:pk>/", reset, name="reset")]
