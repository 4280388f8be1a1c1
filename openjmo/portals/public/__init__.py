"""The door: what a visitor sees who has not signed in, and everything about getting in and out.

Screens are thin: allauth walks the flows (attempt limits, single-use links, later second factors), our forms check what was typed, and the
identity room does what is to be done. No screen here tells a stranger whether an e-mail address or a NIK is known.
"""
