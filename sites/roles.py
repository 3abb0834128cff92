"""Who may do what: roles as data. `provision_sites` brings the groups in line with this file.

Nobody publishes: what two people have approved goes live through the gate. Wagtail's `publish` is the right to take
down, move, order and restrict what is live; reviewers hold it. Counties hold no permission on groups, sites or
locales: Wagtail cannot limit those to one site. Administrators hold one on users, which sites/isolation/people.py
limits to their own people; nobody holds the one to delete users, because what they did stays on record.
"""

from dataclasses import dataclass, field

ACCESS_ADMIN = "wagtailadmin.access_admin"

# Actions on a collection's contents. Wagtail asks for the permissions of its stock models, whatever model holds the
# rows. wagtailmedia has no permission to choose only.
CHOOSE = {"wagtailimages.Image": ("choose",), "wagtaildocs.Document": ("choose",)}
CONTRIBUTE = {
    "wagtailimages.Image": ("add", "change", "choose"),
    "wagtaildocs.Document": ("add", "change", "choose"),
    "wagtailmedia.Media": ("add", "change"),
}
MANAGE = {**CONTRIBUTE, "wagtailcore.Collection": ("add", "change", "delete")}

SITE_SETTINGS = {
    "sitewide.SiteIdentity": ("change",),
    "sitewide.SiteFooter": ("change",),
    "sitewide.SiteMenu": ("change",),
    # Stricter than the prefecture's, never less: the model refuses that.
    "risk.RiskRules": ("change",),
}
ALERTS = {"sitewide.AlertBanner": ("add", "change", "delete", "view")}
# What stands on top of a site's search results, and the report of what people search for.
BEST_BETS = {"search.BestBet": ("add", "change", "delete", "view")}
SEARCHES = {"search.DailyQuery": ("view",)}
# The statistics; who may edit a page assesses it.
RISKS = {"risk.Assessment": ("view",)}
# Matters that are handled on two tracks. Overdue ones are told to who oversees the site's, then to who supervises all.
HANDLE_CASES = {"cases.Case": ("add", "change", "view")}
OVERSEE_CASES = {"cases.Case": ("add", "change", "view", "oversee")}
SUPERVISE_CASES = {"cases.Case": ("add", "change", "view", "supervise")}
OVERSEE_OWN_CASES = {"cases.Case": ("add", "change", "view", "oversee", "supervise")}
CALENDAR = {"cases.CalendarDay": ("add", "change", "delete", "view")}
# The list of words of the text check, how it came to be, and what it finds in what is live.
LOOK_BACK = {"texts.LiveFinding": ("view",)}
WORDS = {"texts.Term": ("add", "change", "delete", "view"), "texts.ListVersion": ("view",), **LOOK_BACK}
# Who takes pages away or moves them says where their old addresses lead.
REDIRECTS = {"wagtailredirects.Redirect": ("add", "change", "delete", "view")}
# Taking something off every channel, and reading when it was gone from each. Who reviews and who administers a site
# must both be able to do it at any hour.
RECALL = {"recall.Recall": ("add", "view")}
# The prefecture's alone: stopping all publications of a site for a time.
FREEZE = {"recall.Freeze": ("add", "view")}
# The emergency path: something goes out at once and is reviewed afterwards.
URGENT = {"gate.UrgentRelease": ("add", "view")}
# Readers see these words as soon as they are saved, without anybody's approval: no editor holds them.
# What of the web television may show.
TELEVISION = {"tv.Item": ("approve",), "tv_editions.Rundown": ("change",)}
VOCABULARY = {
    "news.Topic": ("add", "change", "delete", "view"),
    "commentary.PenName": ("add", "change", "delete", "view"),
    "search.DictionaryWord": ("add", "change", "delete", "view"),
    "languages.GlossaryTerm": ("add", "change", "delete", "view"),
}

# The reports of who did what, and of what has become of pages: of the own site only, see `cms.audit.subjects`.
AUDIT = {"audit.AuditEntry": ("view",), "publications.LogRow": ("view",)}

# On whichever pages the role may edit: cms.languages asks for both.
TRANSLATE = {"wagtail_localize.Translation": ("submit",)}

# Who reviews what. Whoever may change this appoints the approvers, so the prefecture does it, on record.
REVIEW = {"wagtailcore.Workflow": ("add", "change"), "wagtailcore.Task": ("add", "change")}

PEOPLE = {"users.User": ("add", "change", "view")}

Grants = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Role:
    """Permissions of one group per site; `model label -> actions` in every mapping.

    A role of the prefecture holds `pages` on its home page and so, by the tree, on every county's pages.
    """

    key: str
    title: str
    pages: tuple[str, ...] = ()
    own_collection: Grants = field(default_factory=dict)
    shared_collection: Grants = field(default_factory=dict)
    county_collections: Grants = field(default_factory=dict)
    own_site: Grants = field(default_factory=dict)
    county_sites: Grants = field(default_factory=dict)
    everywhere: Grants = field(default_factory=dict)


COUNTY_ROLES = (
    Role(
        key="editor",
        title="编辑",
        pages=("add", "change"),
        own_collection=CONTRIBUTE,
        shared_collection=CHOOSE,
        own_site={**HANDLE_CASES, **LOOK_BACK},
        everywhere=TRANSLATE,
    ),
    Role(
        key="reviewer",
        title="审核",
        pages=("add", "change", "publish", "lock", "unlock"),
        own_collection=CONTRIBUTE,
        shared_collection=CHOOSE,
        own_site={**ALERTS, **SEARCHES, **RISKS, **HANDLE_CASES, **REDIRECTS, **WORDS, **RECALL},
        everywhere={**TRANSLATE, **AUDIT},
    ),
    Role(
        key="admin",
        title="管理员",
        pages=("add", "change", "lock", "unlock"),
        own_collection=MANAGE,
        shared_collection=CHOOSE,
        own_site={
            **SITE_SETTINGS,
            **ALERTS,
            **BEST_BETS,
            **SEARCHES,
            **RISKS,
            **OVERSEE_CASES,
            **REDIRECTS,
            **WORDS,
            **RECALL,
        },
        everywhere={**TRANSLATE, **AUDIT, **PEOPLE},
    ),
)

PREFECTURE_ROLES = (
    Role(
        key="editor",
        title="编辑",
        pages=("add", "change"),
        own_collection=CONTRIBUTE,
        shared_collection=CONTRIBUTE,
        county_collections=CHOOSE,
        own_site={**HANDLE_CASES, **LOOK_BACK},
        county_sites=LOOK_BACK,
        everywhere=TRANSLATE,
    ),
    Role(
        key="reviewer",
        title="审核",
        pages=("add", "change", "publish", "lock", "unlock"),
        own_collection=CONTRIBUTE,
        shared_collection=CONTRIBUTE,
        county_collections=CHOOSE,
        own_site={**ALERTS, **BEST_BETS, **SEARCHES, **RISKS, **SUPERVISE_CASES, **REDIRECTS, **WORDS, **RECALL},
        county_sites={**ALERTS, **BEST_BETS, **SEARCHES, **RISKS, **SUPERVISE_CASES, **REDIRECTS, **WORDS, **RECALL},
        everywhere={**VOCABULARY, **TRANSLATE, **AUDIT, **CALENDAR, **FREEZE, **URGENT},
    ),
    Role(
        key="tv",
        title="电视频道",
        own_collection=CHOOSE,
        shared_collection=CHOOSE,
        county_collections=CHOOSE,
        everywhere=TELEVISION,
    ),
    Role(
        key="admin",
        title="管理员",
        pages=("add", "change", "bulk_delete", "lock", "unlock"),
        own_collection=MANAGE,
        shared_collection=MANAGE,
        county_collections=MANAGE,
        own_site={**SITE_SETTINGS, **ALERTS, **BEST_BETS, **SEARCHES, **RISKS, **OVERSEE_OWN_CASES, **WORDS, **RECALL},
        county_sites={
            **SITE_SETTINGS,
            **ALERTS,
            **BEST_BETS,
            **SEARCHES,
            **RISKS,
            **SUPERVISE_CASES,
            **WORDS,
            **RECALL,
        },
        everywhere={
            **VOCABULARY,
            **TRANSLATE,
            **AUDIT,
            **PEOPLE,
            **REDIRECTS,
            **REVIEW,
            **CALENDAR,
            **FREEZE,
            **URGENT,
            **TELEVISION,
        },
    ),
)


def roles_for(is_prefecture: bool) -> tuple[Role, ...]:
    return PREFECTURE_ROLES if is_prefecture else COUNTY_ROLES
