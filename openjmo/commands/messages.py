"""Collect the sentences for people from code and templates into the translation files, or check that none is missing.

Run it after writing or changing a sentence, then translate what is empty in openjmo/locale/<language>/LC_MESSAGES/django.po
(docs/translate.md). With --check nothing is written; exit status 1 says that a sentence lacks a translation or has other %(places)s.
"""

import argparse

from openjmo.platform import catalogues


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("languages", nargs="*", default=["en"], help="language codes (en when none is given)")
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument("--check", action="store_true", help="change nothing; say what is missing or does not fit")
    deeds.add_argument("--compile", action="store_true", help="only compile what changed, as every start does by itself")


def execute(arguments: argparse.Namespace) -> int:
    """Update the files, check them, or only compile them."""
    if arguments.check:
        return _check(arguments.languages)
    if not arguments.compile:
        for language in arguments.languages:
            count, missing = catalogues.extract(language)
            print(f"{language}: {count} sentences, {missing} without translation")
    catalogues.compile_changed()
    return 0


def _check(languages: list[str]) -> int:
    wrong = {language: catalogues.missing(language) for language in languages}
    for language, lines in wrong.items():
        for line in lines:
            print(f"{language}: {line}")
        print(f"{language}: {len(lines)} to mend" if lines else f"{language}: complete")
    return 1 if any(wrong.values()) else 0
