"""Kinds of work for tests of the worker in processes of its own: an app, and settings with short waits."""
