"""The functions of cms.core.formats as filters."""

from django import template

from cms.core import formats

register = template.Library()

for function in (
    formats.day,
    formats.day_of_year,
    formats.month,
    formats.moment,
    formats.second,
    formats.short_moment,
    formats.weekday,
    formats.short_weekday,
    formats.clock,
    formats.days_ahead,
    formats.number,
    formats.price,
    formats.distance,
    formats.duration,
    formats.durations,
    formats.listed,
    formats.phone,
):
    register.filter(function)
