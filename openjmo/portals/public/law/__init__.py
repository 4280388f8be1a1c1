"""The law for everybody: the numbers in force on any day, each with its article, its doubts and its history; no sign-in.

The pages answer from memory. The book never changes in a process, and the rates an operator declared are asked for once a minute, so a
page that the whole country opens costs no query. What no number was found for is said, never filled in.
"""
