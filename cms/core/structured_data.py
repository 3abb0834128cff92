"""schema.org objects that every page shares; the page types add theirs (G-03)."""

from django.http import HttpRequest
from wagtail.models import Page

CONTEXT = "https://schema.org"


def web_page(page: Page, request: HttpRequest) -> dict:
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "name": page.title,
        "description": page.meta_description,
        "url": page.get_full_url(request),
        "inLanguage": page.language.tag,
    }


def breadcrumb_list(page: Page, request: HttpRequest) -> list[dict]:
    """One BreadcrumbList for pages below a home page, nothing for the home page itself."""
    trail = [*page.breadcrumbs, page]
    if len(trail) < 2:
        return []
    return [
        {
            "@context": CONTEXT,
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": step.title, "item": step.get_full_url(request)}
                for number, step in enumerate(trail, start=1)
            ],
        }
    ]


def article(page: Page, request: HttpRequest, kind: str, author: str = "") -> dict:
    """NewsArticle, OpinionNewsArticle or Article with dates in ISO 8601 and the source as publisher."""
    data = {
        "@context": CONTEXT,
        "@type": kind,
        "headline": page.title,
        "description": page.meta_description,
        "url": page.get_full_url(request),
        "inLanguage": page.language.tag,
        "publisher": {"@type": "Organization", "name": page.source},
    }
    if page.published_at:
        data["datePublished"] = page.published_at.isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    if author:
        data["author"] = {"@type": "Person", "name": author}
    return data
