"""Alerts as CAP 1.2 XML (OASIS, 2010).

Areas are named by the code of their administrative division (GB/T 2260): `<valueName>CN-GB2260</valueName>`.
"""

from datetime import datetime
from xml.etree import ElementTree

from django.utils import timezone

from cms.sitewide.models import SiteIdentity
from cms.tv.alerts.models import Alert

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
GEOCODE = "CN-GB2260"
CHINESE, ENGLISH = "zh-CN", "en"
# Of CAP's elements, in its order, those that we fill in the same way in every language.
TEXTS = ("event", "headline", "description", "instruction")


def to_xml(alert: Alert) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}alert")
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", _time(alert.sent))
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.message)
    _add(root, "source", alert.origin)
    _add(root, "scope", "Public")
    _add(root, "references", " ".join(f"{old.sender},{old.identifier},{_time(old.sent)}" for old in alert.replaced))
    identities = list(SiteIdentity.objects.filter(site__in=alert.areas).select_related("site").order_by("site_id"))
    _info(root, alert, CHINESE, "", identities)
    if alert.headline_en:
        _info(root, alert, ENGLISH, "_en", identities)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _info(root: ElementTree.Element, alert: Alert, language: str, suffix: str, identities: list[SiteIdentity]) -> None:
    info = _add(root, "info", always=True)
    event, headline, description, instruction = (getattr(alert, text + suffix) for text in TEXTS)
    _add(info, "language", language)
    _add(info, "category", alert.category)
    _add(info, "event", event or alert.event)
    _add(info, "responseType", alert.response)
    for name in ("urgency", "severity", "certainty"):
        _add(info, name, getattr(alert, name))
    for name in ("effective", "onset", "expires"):
        _add(info, name, _time(getattr(alert, name)))
    _add(info, "headline", headline)
    _add(info, "description", description)
    _add(info, "instruction", instruction)
    for identity in identities:
        area = _add(info, "area", always=True)
        chinese = identity.full_name or identity.site.site_name
        _add(area, "areaDesc", (suffix and identity.name_en) or chinese)
        if identity.division_code:
            geocode = _add(area, "geocode", always=True)
            _add(geocode, "valueName", GEOCODE)
            _add(geocode, "value", identity.division_code)


def _add(parent: ElementTree.Element, name: str, text: str = "", always: bool = False) -> ElementTree.Element:
    """Optional elements are left out when they are empty."""
    element = ElementTree.Element(f"{{{NAMESPACE}}}{name}")
    element.text = text or None
    if text or always:
        parent.append(element)
    return element


def _time(moment: datetime | None) -> str:
    """With the offset written out: CAP forbids `Z`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
