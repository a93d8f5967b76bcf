from django.db import migrations

# The same two tables for either database: the words of titles, and the words of everything by their weight. Without
# fastupdate a GIN index is whole after each write; else every search would read what waits to be put into it.
CREATE = {
    "postgresql": [
        "CREATE TABLE site_search_title (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE TABLE site_search_text (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX site_search_title_words ON site_search_title USING gin (words) WITH (fastupdate = off)",
        "CREATE INDEX site_search_text_words ON site_search_text USING gin (words) WITH (fastupdate = off)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE site_search_title USING fts5 (title, tokenize = 'unicode61')",
        "CREATE VIRTUAL TABLE site_search_text USING fts5 (title, introduction, body, tokenize = 'porter unicode61')",
    ],
}


def create_tables(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    for table in ("site_search_title", "site_search_text"):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("site_search", "0001_initial")]

    operations = [migrations.RunPython(create_tables, drop_tables)]
