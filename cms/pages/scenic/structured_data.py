"""schema.org TouristAttraction of a scenic spot."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from cms.core.structured_data import CONTEXT
from cms.pages.scenic.opening import Opening, Season, Slot

DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def tourist_attraction(spot, request: HttpRequest) -> dict:
    data = {
        "@context": CONTEXT,
        "@type": "TouristAttraction",
        "name": spot.title,
        "description": spot.meta_description,
        "url": spot.get_full_url(request),
    }
    if spot.address:
        data["address"] = {"@type": "PostalAddress", "streetAddress": spot.address, "addressCountry": "CN"}
    if spot.latitude is not None and spot.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(spot.latitude),
            "longitude": float(spot.longitude),
        }
    if spot.phone:
        data["telephone"] = spot.phone
    if spot.capacity:
        data["maximumAttendeeCapacity"] = spot.capacity
    if len(spot.tickets):
        data["isAccessibleForFree"] = all(ticket.value["price"] == 0 for ticket in spot.tickets)
    today = timezone.localdate()
    if spot.opening.seasons:
        data["openingHoursSpecification"] = regular_hours(spot.opening, today)
    if special := special_hours(spot.opening, today):
        data["specialOpeningHoursSpecification"] = special
    return data


def regular_hours(opening: Opening, today: date) -> list[dict]:
    return [{**hours(slot), **validity(season, today)} for season in opening.seasons for slot in season.slots]


def special_hours(opening: Opening, today: date) -> list[dict]:
    """Exceptions that are not over yet; closed days are given as 00:00 to 00:00, as search engines expect."""
    found = []
    for exception in opening.exceptions:
        if exception.ends < today:
            continue
        dates = {"validFrom": exception.starts.isoformat(), "validThrough": exception.ends.isoformat()}
        if exception.closed:
            found.append({"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", **dates})
        else:
            found.extend({**hours(slot), **dates} for slot in exception.slots)
    return found


def hours(slot: Slot) -> dict:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAY_NAMES[day - 1] for day in sorted(slot.days or range(1, 8))],
        "opens": f"{slot.opens:%H:%M}",
        "closes": f"{slot.closes:%H:%M}",
    }


def validity(season: Season, today: date) -> dict:
    """The dates of the season that runs now or comes next; nothing for a season that lasts all year."""
    if (season.starts, season.ends) == ((1, 1), (12, 31)):
        return {}
    for year in (today.year - 1, today.year, today.year + 1):
        starts = real_date(year, *season.starts)
        ends = real_date(year + (season.starts > season.ends), *season.ends)
        if ends >= today:
            break
    return {"validFrom": starts.isoformat(), "validThrough": ends.isoformat()}


def real_date(year: int, month: int, day: int) -> date:
    """29 February becomes 28 February in years that have none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)
