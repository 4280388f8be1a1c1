"""Calculators for everybody, without signing in (S41): one question each, everything asked for in the address.

`fields` declares and reads what is typed, `answers` is what a calculator gives back, `page` draws every one of them in the same shape. A
calculator is one module: its fields, and one function from what was typed and the law to an answer. Nothing typed here is kept.
"""
