"""Jinja2 for Django, with one compiled set of templates per language (see `openjmo.platform.folding`).

Django finds it through `TEMPLATES`; screens call `django.shortcuts.render` as usual and get the templates of the language
that is active. An unknown variable is an error, because a blank on a page about money reads like a fact. Values are
escaped in ``.html``; ``.txt`` (bodies of messages) is left as it is.

What every template has, besides its own context:

- ``_`` and ``ngettext``, folded when the template is compiled
- ``lang`` (``id``, ``en``), ``url("participant:saldo", ref=…)``, ``static("openjmo/openjmo.css")``
- filters ``rupiah``, ``rupiah_sen``, and those of `openjmo.platform.dates`
- when rendered for a request: ``request``, ``csrf_input``, ``csrf_token``
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape

from openjmo.core.money import rupiah, rupiah_sen
from openjmo.platform import catalogues
from openjmo.platform.dates import date_filters
from openjmo.platform.folding import FoldingEnvironment


def url(name: str, *arguments: object, **named: object) -> str:
    """The address of a page by the name of its route."""
    return reverse(name, args=arguments or None, kwargs=named or None)


def environment_for(language: str, folders: list[str | Path]) -> FoldingEnvironment:
    """The environment that compiles these folders for this language."""
    environment = FoldingEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(enabled_extensions=("html", "svg", "xml"), default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=settings.ENVIRONMENT == "development",
        cache_size=-1,  # keep every template: there are a few hundred, and compiling one costs as much as rendering thousands
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.catalogue = catalogues.catalogue(language)
    environment.globals.update(lang=language, url=url, static=static)
    environment.filters.update(rupiah=rupiah, rupiah_sen=rupiah_sen, **date_filters(language))
    return environment


class FoldedTemplates(Jinja2):
    """The template backend; see the module."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        # Made once per process, so that no request pays for it and no two threads make it twice.
        self.environments = {code: environment_for(code, list(self.template_dirs)) for code, _name in settings.LANGUAGES}
        if settings.LANGUAGE_CODE not in self.environments:
            raise ImproperlyConfigured("LANGUAGE_CODE is not among LANGUAGES")

    def environment(self) -> FoldingEnvironment:
        """The environment of the active language; of the default language where none of ours is active."""
        return self.environments.get(translation.get_language() or "") or self.environments[settings.LANGUAGE_CODE]

    def get_template(self, template_name: str) -> Template:
        """The template compiled for the active language."""
        try:
            return Template(self.environment().get_template(template_name), self)
        except TemplateNotFound as missing:
            raise TemplateDoesNotExist(str(missing.name), backend=self) from missing

    def from_string(self, template_code: str) -> Template:
        """For tests and one-off texts."""
        return Template(self.environment().from_string(template_code), self)
