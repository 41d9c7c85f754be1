"""The place of imports in the menu and in the palette."""

from django.utils.translation import gettext_lazy as _

from genba.front.imports import MAY_IMPORT
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu

register_menu(MenuEntry("front:imports", _("Imports"), "import", needs=MAY_IMPORT, order=80, group="house"))
register_action(PaletteAction("front:imports", _("Import a table"), "import", needs=MAY_IMPORT))
