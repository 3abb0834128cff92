from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from cms.core.site_owned import SiteOwnedViewSet, register_site_permissions
from cms.search.models import BestBet, DailyQuery, DictionaryWord

register_site_permissions(BestBet, DailyQuery)


class BestBetViewSet(SiteOwnedViewSet):
    model = BestBet
    icon = "pick"
    menu_label = _("Best bets")


class DailyQueryViewSet(SiteOwnedViewSet):
    model = DailyQuery
    icon = "search"
    menu_label = _("What people search for")


register_snippet(BestBetViewSet)
register_snippet(DailyQueryViewSet)
register_snippet(DictionaryWord)
