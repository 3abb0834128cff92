from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.blocks.languages import active_language
from cms.core.scripts import in_language
from cms.search.counting import CountedResponse, is_countable, popular
from cms.search.queries import Query
from cms.search.results import Results
from cms.search.services import best_bets, services
from cms.search.spelling import did_you_mean
from cms.search.suggestions import suggest
from cms.search.trees import Tree, tree_of, trees_in
from cms.sitewide.context_processors import sitewide


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What `q` finds, or without it the form with what others ask for."""
    language = active_language().code
    trees = trees_in(language)
    own = tree_of(request, trees)
    if own is None:
        raise Http404
    query = Query.typed(request.GET.get("q", ""))
    context = {"search": query, "heading": _("Search"), "canonical_url": f"{own.root_url}{request.path}"}
    if query.text:
        context |= _answer(request, query, own, trees, language)
    if not query.text or not context["results"].count:
        context["popular"] = [in_language(asked, language) for asked in popular(own.site_id, language)]
    content = render_to_string("search/search.html", context, request)
    if not is_countable(request, query):
        return HttpResponse(content)
    missed = not (context["results"].own_count or context["shortcuts"])
    return CountedResponse(content, own.site_id, language, query, missed)


def _answer(request: HttpRequest, query: Query, own: Tree, trees: list[Tree], language: str) -> dict[str, Any]:
    names = {member["site"].pk: member["identity"].short_name for member in sitewide(request)["sitewide"].family}
    results = Results(request, query, own, trees, names, language)
    answer = {"results": results, "shortcuts": [], "meant": ""}
    if results.page.number == 1 and not results.is_filtered:
        bets = best_bets(query, own, trees)
        addresses = {bet.url for bet in bets}
        answer["bets"] = bets
        answer["services"] = [found for found in services(query, own, trees) if found.url not in addresses]
        answer["shortcuts"] = [*bets, *answer["services"]]
        answer["meant"] = in_language(did_you_mean(query, language, results.family_count), language)
    return answer


@require_safe
@cache_control(public=True, max_age=60, s_maxage=30)
def suggestions(request: HttpRequest) -> JsonResponse:
    """JSON for the search field: texts with the addresses they lead to."""
    language = active_language().code
    own = tree_of(request, trees_in(language))
    found = suggest(Query.typed(request.GET.get("q", "")), own, language) if own else []
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
