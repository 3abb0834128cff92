from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms.core.scoped_views import SharedViewSet, register_shared
from cms.core.site_owned import SiteOwnedViewSet, SiteReportViewSet, register_site_permissions
from cms.search.models import BestBet, DailyQuery, DictionaryWord
from cms.search.report import QueryReportView

register_site_permissions(BestBet, DailyQuery)
register_shared(DictionaryWord)


class BestBetViewSet(SiteOwnedViewSet):
    model = BestBet
    icon = "pick"
    menu_label = _("Best bets")
    list_display = ["queries", "site", "title", "page", "include_nested"]
    search_fields = ["queries", "title"]


class DictionaryWordViewSet(SharedViewSet):
    model = DictionaryWord
    icon = "openquote"
    list_display = ["word", "kind", "synonyms"]
    list_filter = ["kind"]


class DailyQueryViewSet(SiteReportViewSet):
    model = DailyQuery
    icon = "search"
    menu_label = _("What people search for")
    report_view_class = QueryReportView


class QueryReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return DailyQuery.snippet_viewset.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def query_report_menu_item() -> MenuItem:
    return QueryReportMenuItem(
        _("What people search for"),
        reverse(DailyQuery.snippet_viewset.get_url_name("list")),
        name="search-queries",
        icon_name="search",
        order=500,
    )


register_snippet(BestBetViewSet)
register_snippet(DailyQueryViewSet)
register_snippet(DictionaryWordViewSet)
