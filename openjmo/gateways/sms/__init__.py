"""Where SMS routes call us: what became of a text, and texts people send. POST with JSON under the route's signature; no cookie is read.

What is wrong with a call is told to nobody who has no key: an unknown route, a wrong signature, an old moment and another route's key are
answered alike. Whoever has the key hears what is wrong with the body. A call that came before is answered like the first one, so a route
may send it again until it hears 204. Form and signature: `openjmo.protocols.sms_callback`.
"""
