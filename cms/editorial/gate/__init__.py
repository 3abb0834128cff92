"""The gate: nothing goes live without two people.

Pages pass it (gatekeeping.py), and with them the files that they show (files.py), their restrictions and their site
(privacy.py). What is public without being a page has neither drafts nor review; it is kept by named roles, each change
is one entry of the audit with the values before and after, and none of it carries an article:

- alert banners: the reviewers and administrators of their site, because a warning must not wait;
- identity, footer and menus of a site: its administrators;
- topics and pen names, which all sites share: the prefecture;
- recommended search results: administrators of the site, the prefecture's reviewers;
- redirects: reviewers and administrators of their site.

sites/roles.py says who holds which; tests/sites/test_access.py tries it, tests/cms/audit that it is written down.
Taking away is free of the gate and never without a trace: recall asks for a reason, a scheduled end has been approved
with the page, a restriction is in the publication log and the audit.
"""
