"""The glue between the services and Qt: worker, changes, actions, messages, settings."""
