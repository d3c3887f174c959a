"""Looks into a copy of a database whose program was killed, and tells what is there and what is wrong.

    examine.py DATABASE MOMENT [FOLDER]

The moment, in milliseconds since 1970, is when the program was last seen alive. With a folder, copies the database with its log into it, as they lie there, and opens the copy, so that
what the program itself would find is left to it.
"""

import json
import pathlib
import shutil
import sqlite3
import sys

source = pathlib.Path(sys.argv[1])
moment = int(sys.argv[2])
folder = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
if folder:
    folder.mkdir()
    for path in source.parent.glob(source.name + "*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, folder / path.name)
    source = folder / source.name
database = sqlite3.connect(f"file:{source}" + ("" if folder else "?mode=ro"), uri=True)


def rows(sql):
    return database.execute(sql).fetchall()


# Each finds what is half done.
WRONG = {
    "items": """
        SELECT name FROM node WHERE items <> (
            SELECT count(*) FROM item WHERE item.node = node.id AND sequence > floor)""",
    "dead items": """
        SELECT name FROM node WHERE dead <> (
            SELECT count(*) FROM item WHERE item.node = node.id AND sequence <= floor)""",
    "posts": """
        SELECT name FROM node WHERE posts <> (
            SELECT count(*) FROM entry WHERE entry.node = node.id AND sequence > floor)""",
    "subscribers": """
        SELECT name FROM node WHERE deleted IS NULL AND subscribers <> (
            SELECT count(*) FROM subscription
            WHERE subscription.node = node.id AND state = 'subscribed')""",
    "items of an account": """
        SELECT jid.jid FROM usage JOIN jid ON jid.id = usage.jid
        WHERE instr(jid.jid, '@') > 0 AND items <> (
            SELECT count(*) FROM item WHERE publisher = usage.jid)""",
    "more than may be kept": "SELECT name FROM node WHERE items > max_items",
    "whose items do not expire": """
        SELECT name FROM node
        WHERE deleted IS NULL AND items > 0 AND (item_expire IS NULL) <> (expires IS NULL)""",
    "events without a node": "SELECT id FROM outbox WHERE node NOT IN (SELECT id FROM node)",
}

wrong = [f"{name}: {row[0]}" for name, sql in WRONG.items() for row in rows(sql)]
wrong += [f"integrity: {row[0]}" for row in rows("PRAGMA integrity_check") if row[0] != "ok"]
wrong += [f"foreign key: {row}" for row in rows("PRAGMA foreign_key_check")]
if folder:
    try:
        # With what waits to be indexed, the index holds all posts, and nothing else.
        database.execute("""
            INSERT INTO search (rowid, title, text, author, tags)
            SELECT item, title, text, author, tags FROM entry
            WHERE item IN (SELECT item FROM unindexed)""")
        database.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        wrong.append(f"search: {error}")

print(json.dumps({
    "wrong": wrong,
    "sequence": rows("SELECT sequence FROM counter")[0][0],
    # How far each event that is not done has come.
    "waiting": [{"event": event, "cursor": cursor}
                for event, cursor in rows("SELECT id, cursor FROM outbox")],
    "nodes": [{"name": name, "subscribers": subscribers, "items": [item for item, in rows(
        f"SELECT name FROM item WHERE node = {number} AND sequence > {floor} ORDER BY sequence")]}
        for number, name, subscribers, floor in rows(
            "SELECT id, name, subscribers, floor FROM node WHERE deleted IS NULL")],
    # Items of nodes that are deleted, and of others below the floor: so many of each node that has any.
    "remains": [count for count, in rows("""
        SELECT count(*) FROM item JOIN node ON node.id = item.node
        WHERE node.deleted IS NOT NULL OR item.sequence <= node.floor GROUP BY node.id""")],
    "expired": rows(f"""
        SELECT count(*) FROM item JOIN node ON node.id = item.node
        WHERE node.deleted IS NULL AND item.published + node.item_expire * 1000 <= {moment}""")[0][0],
    "leftovers": rows("SELECT count(*) FROM node WHERE deleted IS NOT NULL OR dead > 0")[0][0],
}))
database.close()
if folder:
    shutil.rmtree(folder)
