"""Programmes as files: how one is written stands in docs/programmes.md."""
