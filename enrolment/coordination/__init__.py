"""Coordination: what a national coordinator sees. Views and templates; no models of its own.

Everything stands below ``/<language>/coordination/<code>/``, the code of one administration: an address
can be kept, and two tabs of two administrations never mix. Each folder is a page with its forms.
"""
