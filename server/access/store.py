"""The small store of the server: accounts and sessions in one SQLite file, apart from every snapshot.

Passwords and recovery codes are kept as hashes, session tokens as SHA-256, second-factor secrets encrypted with the
server's secret key: a copy of the file alone lets nobody in.
"""

import os
from contextlib import AbstractContextManager
from pathlib import Path

from peewee import BooleanField, CharField, FloatField, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField
from playhouse.migrate import SqliteMigrator, migrate

# Bound to a file by `Store`; one store per process.
database = SqliteDatabase(None)


class Account(Model):
    """provinces: codes with spaces between, "" for all; times in seconds since 1970; subject: who it is at the OpenID provider.

    temporary: the password was made by somebody else and has to be changed before anything opens.
    """

    name = CharField(unique=True)
    role = CharField()
    provinces = TextField(default="")
    password = TextField(default="")
    temporary = BooleanField(default=False)
    subject = CharField(null=True, unique=True)
    secret = TextField(default="")
    last_code = IntegerField(default=0)
    recovery = TextField(default="")
    failures = IntegerField(default=0)
    locked_until = FloatField(default=0.0)
    disabled = BooleanField(default=False)
    purpose = TextField(default="")
    agreed_at = FloatField(null=True)
    expires_at = FloatField(null=True)
    created_at = FloatField()

    class Meta:
        database = database
        table_name = "account"


class Session(Model):
    """token: SHA-256 of the cookie; complete: both factors were given."""

    token = CharField(primary_key=True)
    account = ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    complete = BooleanField(default=False)
    created_at = FloatField()
    seen_at = FloatField()

    class Meta:
        database = database
        table_name = "session"


class Store:
    """The open store. The file is made on first use, readable by its owner alone."""

    def __init__(self, path: Path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
        if database.database != str(path):
            if not database.is_closed():
                database.close()
            database.init(str(path), pragmas={"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000})
        with self.reading():
            database.create_tables([Account, Session])
            self._add_columns()

    def _add_columns(self) -> None:
        """Bring a store of an older version up to this one: columns that it does not have come with their default."""
        with self.writing():
            there = {column.name for column in database.get_columns(Account._meta.table_name)}
            missing = [field for field in Account._meta.sorted_fields if field.column_name not in there]
            changer = SqliteMigrator(database)
            migrate(*(changer.add_column(Account._meta.table_name, field.column_name, field) for field in missing))

    def reading(self) -> AbstractContextManager:
        """Return a context with a connection of this thread."""
        return database.connection_context()

    def writing(self) -> AbstractContextManager:
        """Return a context whose changes happen together or not at all; nobody else writes meanwhile."""
        return database.atomic("IMMEDIATE")
