"""A kind of letter and a mail server for deliverers in processes of their own: an app, and settings."""
