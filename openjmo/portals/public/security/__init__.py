"""Sign-in beyond the password, and the page where its owner looks after an account: factors, devices, sign-ins.

What must be shown is decided by the identity room (`identity.security`); here are the pages. Everything but the passkey itself works
without JavaScript.
"""
