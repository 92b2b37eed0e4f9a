"""A job in words, wherever a page shows one."""

from django import template

from ..telling import told_of

register = template.Library()
register.filter("told", told_of)
