"""The map of the house: which door leads to which audience."""

from django.urls import URLPattern, URLResolver, include, path

from openjmo.gateways.lane import ADDRESS as LANE
from openjmo.gateways.lane import view as lane
from openjmo.gateways.sms import view as sms
from openjmo.platform import health, language

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("bahasa", language.choose, name="choose_language"),
    path(LANE.removeprefix("/"), lane.saldo, name="lane_saldo"),
    path("api/v1/sms/<slug:route>/receipt", sms.receipt, name="sms_receipt"),
    path("api/v1/sms/<slug:route>/incoming", sms.incoming, name="sms_incoming"),
    # The busiest first: patterns are tried one after the other.
    path("", include("openjmo.portals.participant.urls")),
    path("", include("openjmo.portals.shared.urls")),
    path("", include("openjmo.portals.public.urls")),
    path("", include("openjmo.portals.employer.urls")),
    path("", include("openjmo.portals.staff.urls")),
]

# What a visitor sees when no screen answered.
handler400 = "openjmo.portals.shared.failures.bad_request"
handler403 = "openjmo.portals.shared.failures.permission_denied"
handler404 = "openjmo.portals.shared.failures.not_found"
handler429 = "openjmo.portals.shared.failures.too_many_requests"
handler500 = "openjmo.portals.shared.failures.server_error"
