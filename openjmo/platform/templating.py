"""Jinja2 for Django, with one compiled set of templates per language (see `openjmo.platform.folding`).

Django finds it through `TEMPLATES`; screens call `django.shortcuts.render` as usual and get the templates of the language
that is active. An unknown variable is an error, because a blank on a page about money reads like a fact. Values are
escaped in ``.html``; ``.txt`` (bodies of messages) is left as it is.

What every template has, besides its own context:

- ``_`` and ``ngettext``, folded when the template is compiled
- ``lang`` (``id``, ``en``), ``url("participant:saldo", ref=…)``, ``static("openjmo/openjmo.css")``
- filters ``rupiah``, ``rupiah_sen``, ``yearly_bars`` (`openjmo.platform.charts`), and those of `openjmo.platform.dates`
- when rendered for a request: ``request``, ``csrf_input``, ``csrf_token``
"""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, engines
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from markupsafe import Markup, escape

from openjmo.core.money import rupiah, rupiah_sen
from openjmo.platform import catalogues
from openjmo.platform.charts import yearly_bars
from openjmo.platform.dates import date_filters
from openjmo.platform.filling import MOST_KEPT, Own, cut, put_together, shape, with_places
from openjmo.platform.folding import FoldingEnvironment
from openjmo.platform.form_key import form_key

_OF_MESSAGES: Final = frozenset({"messages", "DEFAULT_MESSAGE_LEVELS"})


def url(name: str, *arguments: object, **named: object) -> str:
    """The address of a page by the name of its route."""
    if arguments or named:
        return reverse(name, args=arguments or None, kwargs=named or None)
    return _plain_url(name, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=1024)
def _plain_url(name: str, _urlconf: str | None, _prefix: str) -> str:
    """Addresses without values are the same at every render, and a page has dozens."""
    return reverse(name)


@cache
def _static(path: str) -> str:
    """The same of files: their names change with their content, and then this process begins anew."""
    return static(path)


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
    environment.globals.update(lang=language, url=url, static=static if settings.DEBUG else _static)
    written: dict[str, Callable[[Any], str]] = {
        "rupiah": rupiah,
        "rupiah_sen": rupiah_sen,
        "yearly_bars": yearly_bars,
        **date_filters(language),
    }
    environment.filters.update({name: _but_own(write) for name, write in written.items()})
    return environment


def _but_own(write: Callable[[Any], str]) -> Callable[[Any], Any]:
    """The filter; what is marked as somebody's own is written already, and passes."""

    def written(value: Any) -> Any:  # noqa: ANN401 - whatever that filter writes
        return value if type(value) is Own else write(value)

    return written


class Late:
    """Text that is made when it is first written out, and once. Unlike Django's lazy objects it costs nothing to ask for."""

    __slots__ = ("_make", "_text")

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self._text: Markup | None = None

    def __html__(self) -> Markup:
        """As it stands in a page."""
        if self._text is None:
            self._text = escape(self._make())
        return self._text

    def __str__(self) -> str:
        """The same; what is made here has no signs to escape, or is markup."""
        return str(self.__html__())


def _hidden_key(request: HttpRequest) -> Markup:
    """The field that every form carries. A key has no signs to escape."""
    return Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{form_key(request)}">')  # noqa: S704 - letters and digits


class _Asked:
    """What a kept page may know of a request."""

    def __init__(self, path: Own) -> None:
        self._path = path

    def get_full_path(self) -> Own:
        """The address that was asked for."""
        return self._path


class FoldedTemplate(Template):
    """A template that asks for the token of forms once, however many forms stand on the page."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        """The page."""
        if request is None:
            return super().render(context)
        filled = {**(context or {}), **self._of_request(request)}
        return super().render(filled)

    def filled(self, context: dict[str, Any], request: HttpRequest) -> str:
        """The same page from one that is kept, if there is one (`openjmo.platform.filling`)."""
        environment = cast("FoldingEnvironment", self.template.environment)
        if environment.auto_reload or len(get_messages(request)):
            return self.render(context, request)
        told = {name: value for processor in self.backend.template_context_processors for name, value in processor(request).items()}
        # Nothing was just said; what says so is another object at every request.
        told = {name: value for name, value in told.items() if name not in _OF_MESSAGES}
        told |= {**context, "path": Own(request.get_full_path()), "csrf_input": Own(_hidden_key(request))}
        own: list[str] = []
        key = (self.template, shape(told, own))
        kept = environment.kept.get(key)
        if kept is None:
            drawn = with_places(told, [0])
            kept = cut(self.template.render({**drawn, "request": _Asked(drawn["path"])}))
            if len(environment.kept) >= MOST_KEPT:
                environment.kept.clear()
            environment.kept[key] = kept
        return put_together(kept, own)

    def _of_request(self, request: HttpRequest) -> dict[str, Any]:
        told: dict[str, Any] = {
            "request": request,
            "csrf_input": Late(lambda: _hidden_key(request)),
            "csrf_token": Late(lambda: form_key(request)),
        }
        for processor in self.backend.template_context_processors:
            told.update(processor(request))
        return told


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

    def get_template(self, template_name: str) -> FoldedTemplate:
        """The template compiled for the active language."""
        try:
            return FoldedTemplate(self.environment().get_template(template_name), self)
        except TemplateNotFound as missing:
            raise TemplateDoesNotExist(str(missing.name), backend=self) from missing

    def from_string(self, template_code: str) -> FoldedTemplate:
        """For tests and one-off texts."""
        return FoldedTemplate(self.environment().from_string(template_code), self)


def filled(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """A page of a context in which all that is somebody's own is marked; see `openjmo.platform.filling`."""
    return cast("FoldedTemplates", engines["folded"]).get_template(template).filled(context, request)
