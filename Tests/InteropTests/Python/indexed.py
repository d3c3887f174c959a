"""What a database of Martlet holds of a node of another service: `indexed.py FILE SERVICE NODE`.

Prints a JSON array of the ids of the items and their titles, the oldest first.
"""

import json
import sqlite3
import sys
from xml.etree import ElementTree

path, service, node = sys.argv[1:]
ATOM = "{http://www.w3.org/2005/Atom}"

with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
    rows = database.execute(
        "SELECT item.name, item.payload FROM item JOIN node ON node.id = item.node"
        " JOIN service ON service.id = node.service JOIN jid ON jid.id = service.jid"
        " WHERE jid.jid = ? AND node.name = ? AND node.deleted IS NULL AND item.sequence > node.floor"
        " ORDER BY item.sequence", (service, node)).fetchall()
print(json.dumps([
    [name, ElementTree.fromstring(payload).findtext(f"{ATOM}title")] for name, payload in rows]))
