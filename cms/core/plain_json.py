"""How our interfaces for programs write their answers."""

from ninja.renderers import JSONRenderer


class PlainJSONRenderer(JSONRenderer):
    """Chinese as it is, not in escapes."""

    json_dumps_params = {"ensure_ascii": False}
