"""The office file: Peewee models, repositories, reads, migrations."""
