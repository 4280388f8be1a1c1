"""Replaces `_("…")` in a template by the sentence of one language while the template is compiled.

Looking up about sixty sentences at every render costs more than the rest of a page; done once per language it costs
nothing (docs/decisions/0001-template-engine-and-sessions.md). Used by `openjmo.platform.templating` only.

What templates may write:

- ``_("Saldo Anda")``: a constant of the compiled template, merged with the markup around it.
- ``_("Halo %(name)s", name=person)``: the sentence is cut at its places; the values are escaped.
- ``ngettext("%(count)s hari", "%(count)s hari", count)``: the form the number needs, by the rule of the catalogue's
  language; the number is ``count``, other places are named values. Indonesian has one form, so both are written alike.

What else is the same at every render is worked out with it, because a call costs more than the text it gives: ``url("participant:saldo")``
and ``static("openjmo/openjmo.css")`` without values, imported macros called with nothing but constants, such as ``icon("bell")``, and loops
over a list of constants, such as the five places of the app. A macro that is given values is written out where it is called, when it asks
for nothing but what it is given. (Macros not in development, where a changed file must show at once.)

The sentence must be written out: a variable could not be found by the extraction, and is refused when the template is
compiled. A sentence may hold markup, which is trusted like the template it stands in; the values are not. A ``%`` in a
sentence without values is an ordinary one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from gettext import NullTranslations
from typing import Any, Final, cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from openjmo.platform.filling import Kept

_PLACE: Final = re.compile(r"%\((\w+)\)s|%%")
_MOST_FORMS: Final = 6
"""No language counts in more forms; Arabic needs all six."""
_has_signs: Final = re.compile("[&<>\"']").search


class Folder(NodeTransformer):
    """Walks a parsed template and folds every sentence into the language of the catalogue."""

    def __init__(self, environment: "FoldingEnvironment", template_name: str | None, own_names: frozenset[str] = frozenset()) -> None:
        self.environment = environment
        self.catalogue = environment.catalogue
        self.template_name = template_name
        self.own_names = own_names
        """What the template itself names: such a name may mean something else than the import."""
        self.context = nodes.EvalContext(environment, template_name)
        self.imported: dict[str, tuple[str, str]] = {}

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - the visitor's name for this node
        """Spread sentences in pieces over the output, so that the compiler can merge their constants with their neighbours.

        The same holds for any other joined text: each piece is escaped just as it would be when joined first. Macros are written out.
        """
        self.generic_visit(node)
        statements: list[nodes.Node] = []
        parts: list[nodes.Expr] = []
        for child in node.nodes:
            body = self._written_out_macro(child)
            if body is None:
                parts += child.nodes if isinstance(child, nodes.Concat) else [child]
                continue
            statements += [nodes.Output(parts, lineno=node.lineno), *body] if parts else body
            parts = []
        return [*statements, nodes.Output(parts, lineno=node.lineno)] if parts else statements

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """Leave out what can never be, or always is."""
        self.generic_visit(node)
        decided = None if node.elif_ else self._decided(node.test)
        return node if decided is None else list(node.body if decided else node.else_)

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802
        """The same of an expression."""
        self.generic_visit(node)
        decided = self._decided(node.test)
        return node if decided is None or node.expr2 is None else (node.expr1 if decided else node.expr2)

    def _decided(self, test: nodes.Node) -> bool | None:
        """What a condition comes to whatever is shown; None when it depends on that."""
        match test:
            case nodes.Not():
                decided = self._decided(test.node)
                return None if decided is None else not decided
            case nodes.And() | nodes.Or():
                left, right = self._decided(test.left), self._decided(test.right)
                settles = isinstance(test, nodes.Or)
                if settles in {left, right}:
                    return settles
                return None if left is None or right is None else not settles
            case nodes.Expr() if self._is_constant(test):
                return bool(test.as_const(self.context))
            case _:
                return None

    def _written_out_macro(self, node: nodes.Node) -> list[nodes.Node] | None:
        """The body of an imported macro in place of its call; None when it has to be called."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return None
        name = node.node.name
        if name not in self.imported or name in self.own_names or not self.context.autoescape:
            return None
        macro = self.environment.macro(*self.imported[name])
        if macro is None or len(node.args) > len(macro.args) or not self.environment.stands_alone(macro):
            return None
        optional = macro.args[len(macro.args) - len(macro.defaults) :]
        defaults = {argument.name: value for argument, value in zip(optional, macro.defaults, strict=True)}
        given = {argument.name: value for argument, value in zip(macro.args, node.args, strict=False)}
        given |= {pair.key: pair.value for pair in node.kwargs}
        values = {**defaults, **given}
        if set(values) != {argument.name for argument in macro.args}:
            return None
        constants = {key: value for key, value in values.items() if self._is_constant(value)}
        named = {key: value for key, value in values.items() if key not in constants}
        body = _flat(self.visit(_filled(one, constants)) for one in macro.body)
        if not named:
            return body
        return [nodes.With([nodes.Name(key, "param") for key in named], list(named.values()), body, lineno=node.lineno)]

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
            case "url" | "static" as name if name in self.environment.globals and name not in self.own_names:
                return self._worked_out(node, cast("Callable[..., Any]", self.environment.globals[name])) or node
            case name if name in self.imported and name not in self.own_names:
                return self._worked_out(node, self._macro(*self.imported[name])) or node
            case _:
                return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        """A macro called around a block is given that block; only its arguments are folded."""
        self.generic_visit(node.call)
        node.args = [self.visit(one) for one in node.args]
        node.defaults = [self.visit(one) for one in node.defaults]
        node.body = _flat(self.visit(one) for one in node.body)
        return node

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.FromImport:  # noqa: N802
        """Remember where macros come from."""
        if isinstance(node.template, nodes.Const) and not node.with_context and not self.environment.auto_reload:
            for name in node.names:
                macro, known_as = name if isinstance(name, tuple) else (name, name)
                self.imported[known_as] = (node.template.value, macro)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """Write out a loop over constants."""
        node.iter = self.visit(node.iter)
        rounds = self._rounds(node)
        if rounds is None:
            iterated = node.iter
            self.generic_visit(node)
            node.iter = iterated
            return node
        return _flat(self.visit(_filled(one, values)) for values in rounds for one in node.body)

    def _rounds(self, node: nodes.For) -> list[dict[str, nodes.Expr]] | None:
        """What the names of the loop stand for in each round; None when it is not a plain loop over constants."""
        if not isinstance(node.iter, nodes.List | nodes.Tuple) or node.else_ or node.test or node.recursive:
            return None
        names = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        if not all(isinstance(name, nodes.Name) for name in names) or any(_needs_a_loop(one) for one in node.body):
            return None
        rounds = []
        for item in node.iter.items:
            values = item.items if isinstance(node.target, nodes.Tuple) and isinstance(item, nodes.Tuple) else [item]
            if len(values) != len(names) or not all(self._is_constant(value) for value in values):
                return None
            rounds.append({name.name: value for name, value in zip(names, values, strict=True) if isinstance(name, nodes.Name)})
        return rounds

    def _is_constant(self, node: nodes.Expr) -> bool:
        try:
            node.as_const(self.context)
        except nodes.Impossible:
            return False
        return True

    def _macro(self, template: str, name: str) -> Callable[..., Any] | None:
        return getattr(self.environment.get_template(template).module, name, None) if self.context.autoescape else None

    def _worked_out(self, node: nodes.Call, function: Callable[..., Any] | None) -> nodes.Expr | None:
        """The call as a constant; None when it can only be made at render time, where what is wrong with it is told as well."""
        if function is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            return None
        try:
            arguments = [one.as_const(self.context) for one in node.args]
            named = {pair.key: pair.value.as_const(self.context) for pair in node.kwargs}
            given = function(*arguments, **named)
        except Exception:  # noqa: BLE001 - whatever it is, it will be raised again when the page is drawn
            return None
        if isinstance(given, Markup):
            return nodes.TemplateData(str(given), lineno=node.lineno)
        return nodes.Const(given, lineno=node.lineno) if isinstance(given, str) else None

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


def _own_names(template: nodes.Template) -> frozenset[str]:
    """Names that the template sets, loops over or takes as arguments."""
    return frozenset(name.name for name in template.find_all(nodes.Name) if name.ctx != "load")


def _needs_a_loop(node: nodes.Node) -> bool:
    """Whether a body asks for its `loop`, leaves it early, or sets something that must not outlive its round."""
    kept = (
        nodes.Assign,
        nodes.AssignBlock,
        nodes.Block,
        nodes.Macro,
        nodes.FromImport,
        nodes.Import,
        nodes.Include,
        nodes.Break,
        nodes.Continue,
    )
    return isinstance(node, kept) or any(
        isinstance(one, kept) or (isinstance(one, nodes.Name) and one.name == "loop") for one in node.find_all((*kept, nodes.Name))
    )


def _filled(item: Any, values: dict[str, nodes.Expr]) -> Any:  # noqa: ANN401 - nodes and what they are made of
    """A copy in which names are replaced by what they stand for."""
    match item:
        case nodes.Name() if item.ctx == "load" and item.name in values:
            return _filled(values[item.name], {})
        case nodes.Node():
            return type(item)(
                *[_filled(getattr(item, field), values) for field in item.fields], lineno=item.lineno, environment=item.environment
            )
        case list():
            return [_filled(one, values) for one in item]
        case tuple():
            return tuple(_filled(one, values) for one in item)
        case _:
            return item


def _flat(visited: Iterable[Any]) -> list[nodes.Node]:
    """What visitors gave, one or several nodes each."""
    return [node for given in visited for node in (given if isinstance(given, list) else [given])]


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


class JoiningGenerator(CodeGenerator):
    """Writes code in which a block hands its text on as one piece: each piece alone would pass through every template the page extends."""

    _is_whole = False
    """Whether the template extends no other."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - the visitor's name for this node
        """Remember whether there is a template behind this one."""
        self._is_whole = node.find(nodes.Extends) is None
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect what a block, or a template without one behind it, writes."""
        if frame.buffer is not None or not (frame.block_frame or (frame.rootlevel and self._is_whole)):
            super().blockvisit(nodes, frame)
            return
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = []")
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja2 keeps the type to itself
        """Values are escaped by `written`, which looks before it replaces."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class QuickContext(Context):
    """What a template has, with a short way to call macros, which are most of what a page calls."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever a template calls
        """As Jinja2's, which first looks closely at what it is."""
        if type(called) is not Macro:
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **named)


class FoldingEnvironment(Environment):
    """A Jinja2 environment of one language."""

    code_generator_class = JoiningGenerator
    context_class = QuickContext
    catalogue: NullTranslations = NullTranslations()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what Jinja2 takes
        super().__init__(*args, **kwargs)
        self.macros: dict[str, dict[str, nodes.Macro]] = {}
        """Those that were looked at, folded, by template and name."""
        self.kept: dict[Any, Kept] = {}
        """Pages with places for what is somebody's own (`openjmo.platform.filling`)."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        return cast("nodes.Template", Folder(self, name, _own_names(parsed)).visit(parsed))

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: what Jinja2 makes looks through two of them at every include. Ours do not change any more."""
        return {**self.globals, **(d or {})}

    def macro(self, template: str, name: str) -> nodes.Macro | None:
        """A macro of a template, folded."""
        if self.loader is None:
            return None
        if template not in self.macros:
            source, file, _ = self.loader.get_source(self, template)
            self.macros[template] = {one.name: one for one in self._parse(source, template, file).find_all(nodes.Macro)}
        return self.macros[template].get(name)

    def stands_alone(self, macro: nodes.Macro) -> bool:
        """Whether a macro asks for nothing but its arguments and what every template has, and changes none of them."""
        arguments = {argument.name for argument in macro.args}
        names = [name for one in macro.body for name in (*one.find_all(nodes.Name), *([one] if isinstance(one, nodes.Name) else []))]
        own = {name.name for name in names if name.ctx != "load"}
        asked = {name.name for name in names if name.ctx == "load"} - own - arguments - {"loop"}
        has_parts = any(True for one in macro.body for _ in one.find_all((nodes.CallBlock, nodes.Macro, nodes.FromImport, nodes.Include)))
        return not own & arguments and asked <= set(self.globals) and not has_parts

    @staticmethod
    def written(value: object) -> str:
        """The value as text of a page, escaped; called from compiled templates. Most are numbers, plain words and markup."""
        kind = type(value)
        if kind is str:
            return cast("str", value) if not _has_signs(cast("str", value)) else escape(value)
        if kind is int:
            return str(value)
        return cast("Markup", value) if kind is Markup else escape(value)

    def plural_is(self, singular: str, plural: str, count: int, form: str) -> bool:
        """Whether the language uses this form for this number; called from compiled templates."""
        return self.catalogue.ngettext(singular, plural, count) == form
