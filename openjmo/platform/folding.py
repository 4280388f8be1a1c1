"""Replaces `_("…")` in a template by the sentence of one language while the template is compiled.

Looking up about sixty sentences at every render costs more than the rest of a page; done once per language it costs
nothing (docs/decisions/0001-template-engine-and-sessions.md). Used by `openjmo.platform.templating` only.

What templates may write:

- ``_("Saldo Anda")``: a constant of the compiled template, merged with the markup around it.
- ``_("Halo %(name)s", name=person)``: the sentence is cut at its places; the values are escaped.
- ``ngettext("%(count)s hari", "%(count)s hari", count)``: the form the number needs, by the rule of the catalogue's
  language; the number is ``count``, other places are named values. Indonesian has one form, so both are written alike.

The sentence must be written out: a variable could not be found by the extraction, and is refused when the template is
compiled. A sentence may hold markup, which is trusted like the template it stands in; the values are not. A ``%`` in a
sentence without values is an ordinary one.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any, Final, cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

_PLACE: Final = re.compile(r"%\((\w+)\)s|%%")
_MOST_FORMS: Final = 6
"""No language counts in more forms; Arabic needs all six."""


class Folder(NodeTransformer):
    """Walks a parsed template and folds every sentence into the language of the catalogue."""

    def __init__(self, catalogue: NullTranslations, template_name: str | None) -> None:
        self.catalogue = catalogue
        self.template_name = template_name

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - the visitor's name for this node
        """Spread sentences in pieces over the output, so that the compiler can merge their constants with their neighbours.

        The same holds for any other joined text: each piece is escaped just as it would be when joined first.
        """
        self.generic_visit(node)
        node.nodes = [part for child in node.nodes for part in (child.nodes if isinstance(child, nodes.Concat) else [child])]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's name for this node
        """Fold `_` and `ngettext`; leave every other call."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name):
            return node
        match node.node.name:
            case "_":
                return self._singular(node)
            case "ngettext":
                return self._plural(node)
            case _:
                return node

    def _singular(self, node: nodes.Call) -> nodes.Expr:
        (message,) = self._written_out(node, 1)
        if len(node.args) != 1:
            self._refuse(node, "_() takes one sentence and named values")
        return self._sentence(node, self.catalogue.gettext(message), self._values(node))

    def _plural(self, node: nodes.Call) -> nodes.Expr:
        singular, plural = self._written_out(node, 2)
        if len(node.args) != 3:  # noqa: PLR2004 - two sentences and a number
            self._refuse(node, "ngettext() takes two sentences, a number and named values")
        count = node.args[2]
        values = {"count": count, **self._values(node)}
        # Which number takes which form is the catalogue's own rule; numbers 0 to 200 meet every form there is.
        samples = [self.catalogue.ngettext(singular, plural, number) for number in range(201)]
        forms = list(dict.fromkeys(samples))
        if len(forms) > _MOST_FORMS:
            self._refuse(node, "the catalogue has a plural rule we do not know")
        chosen: nodes.Expr = self._sentence(node, forms[0], values)
        for form in forms[1:]:
            wanted = nodes.Call(
                nodes.EnvironmentAttribute("plural_is"),
                [nodes.Const(singular), nodes.Const(plural), count, nodes.Const(form)],
                [],
                None,
                None,
                lineno=node.lineno,
            )
            chosen = nodes.CondExpr(wanted, self._sentence(node, form, values), chosen, lineno=node.lineno)
        return chosen

    def _written_out(self, node: nodes.Call, count: int) -> list[str]:
        first = node.args[:count]
        texts = [argument.value for argument in first if isinstance(argument, nodes.Const) and isinstance(argument.value, str)]
        if len(texts) != count or node.dyn_args is not None or node.dyn_kwargs is not None:
            self._refuse(node, "a sentence to translate must be written out, not computed")
        return texts

    @staticmethod
    def _values(node: nodes.Call) -> dict[str, nodes.Expr]:
        return {pair.key: pair.value for pair in node.kwargs}

    def _sentence(self, node: nodes.Node, text: str, values: dict[str, nodes.Expr]) -> nodes.Expr:
        if not values:
            return _constant(text, node.lineno)
        if "%" in _PLACE.sub("", text):
            self._refuse(node, f"in a sentence with values a percent sign is written %%: {text!r}")
        parts: list[nodes.Expr] = []
        for piece in _pieces(text):
            if isinstance(piece, str):
                parts.append(_constant(piece, node.lineno))
            elif (name := piece.group(1)) in values:
                parts.append(values[name])
            else:
                self._refuse(node, f"no value is given for {name!r} in {text!r}")
        return nodes.Concat(parts, lineno=node.lineno)

    def _refuse(self, node: nodes.Node, reason: str) -> Any:  # noqa: ANN401 - never returns
        raise TemplateSyntaxError(reason, node.lineno, self.template_name)


def _pieces(text: str) -> Iterator[str | re.Match[str]]:
    """The sentence cut at its places; ``%%`` becomes a percent sign."""
    literal = ""
    end = 0
    for place in _PLACE.finditer(text):
        literal += text[end : place.start()]
        end = place.end()
        if place.group() == "%%":
            literal += "%"
            continue
        if literal:
            yield literal
            literal = ""
        yield place
    literal += text[end:]
    if literal:
        yield literal


def _constant(text: str, line: int) -> nodes.Expr:
    return nodes.MarkSafeIfAutoescape(nodes.Const(text, lineno=line), lineno=line)


class FoldingEnvironment(Environment):
    """A Jinja2 environment of one language."""

    catalogue: NullTranslations = NullTranslations()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast("nodes.Template", Folder(self.catalogue, name).visit(super()._parse(source, name, filename)))

    def plural_is(self, singular: str, plural: str, count: int, form: str) -> bool:
        """Whether the language uses this form for this number; called from compiled templates."""
        return self.catalogue.ngettext(singular, plural, count) == form
