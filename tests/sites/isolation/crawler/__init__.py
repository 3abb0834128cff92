"""The gate on the gate: a crawler that tries, as staff of one county, everything that the admin and the API offer.

`world` marks everything of the other sites; `routes` and `fillings` turn the resolver into requests; `oracle` sends
them and tells what was visible, changed or referred to; `planted` proves that it would notice.
"""
