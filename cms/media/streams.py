"""Addresses of streams, which media servers of others give out."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

HLS = RegexValidator(
    re.compile(r"https://[^\s/]+/\S+\.m3u8(\?\S*)?\Z"),
    _("The address of a stream begins with https:// and ends in .m3u8."),
)
