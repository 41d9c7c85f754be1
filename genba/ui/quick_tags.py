"""Django's two most frequent tags, drawn quicker where they are plain: letter by letter the same."""

from django.template.base import FilterExpression, Node, Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos_url
from django.templatetags.i18n import do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from genba.ui.addresses import address_of


class Words(Node):
    """Words that stand in the template itself, in the language of the page."""

    def __init__(self, words: str) -> None:
        self.words = words.replace("%", "%%")  # so they stand in the catalogue

    def render(self, context: Context) -> str:
        del context
        return gettext(self.words).replace("%%", "%")


class Address(URLNode):
    """The address of a door, remembered."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        try:
            address = address_of(self.view_name.resolve(context), args, kwargs, _current_app(context))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def _current_app(context: Context) -> str:
    request = getattr(context, "request", None)
    if request is not None and hasattr(request, "current_app"):
        return request.current_app or ""
    return getattr(getattr(request, "resolver_match", None), "namespace", "") or ""


def translate(parser: Parser, token: Token) -> Node:
    """`{% translate %}`: Words where it is one constant and nothing else, else Django's own."""
    node = do_translate(parser, token)
    words = _constant(node.filter_expression)
    is_plain = not (node.noop or node.asvar or node.message_context)
    return Words(words) if is_plain and words is not None else node


def _constant(expression: FilterExpression) -> str | None:
    variable = expression.var
    if expression.filters or not isinstance(variable, Variable) or variable.translate:
        return None
    return variable.literal if isinstance(variable.literal, str) else None


def url(parser: Parser, token: Token) -> Node:
    """`{% url %}`, remembered."""
    node = djangos_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
