"""Every kind of source, by its code."""

from genba.sources.connectors.connector import Connector
from genba.sources.connectors.erpnext import ERPNEXT
from genba.sources.connectors.folder import FOLDER
from genba.sources.connectors.jira import JIRA
from genba.sources.connectors.odoo import ODOO
from genba.sources.connectors.rest import REST
from genba.sources.connectors.sql import SQL

KINDS: dict[str, Connector] = {one.kind: one for one in (REST, SQL, FOLDER, JIRA, ODOO, ERPNEXT)}
