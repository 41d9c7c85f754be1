"""Emptying an instance. Facts cannot be deleted, so the whole database goes and a new one takes its place."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction

from genba.front.backup.write import folders
from genba.trail.seals.signing import key_file

# What this role owns in the schema. Run in a transaction, which brings everything back if anything fails.
DROP_EVERYTHING = """
SET lock_timeout = '30s';
DO $$ DECLARE thing record; BEGIN
    FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT c.relname AS name FROM pg_class c
        WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP SEQUENCE IF EXISTS public.%I CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT t.typname AS name FROM pg_type t
        LEFT JOIN pg_depend d ON d.objid = t.oid AND d.deptype = 'e'
        WHERE t.typtype IN ('e', 'd') AND t.typnamespace = 'public'::regnamespace AND d.objid IS NULL LOOP
        EXECUTE format('DROP TYPE IF EXISTS public.%I CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT c.collname AS name FROM pg_collation c
        WHERE c.collnamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP COLLATION IF EXISTS public.%I CASCADE', thing.name);
    END LOOP;
END $$;
"""


def empty_instance() -> None:
    """Remove everything that is stored here. The caller has made sure that nobody works with it."""
    if connection.vendor == "sqlite":
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DROP_EVERYTHING)
    for folder in folders().values():
        shutil.rmtree(folder, ignore_errors=True)
    key_file().unlink(missing_ok=True)  # another trail begins, and must not be taken for this one cut off
