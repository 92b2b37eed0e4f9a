"""What any site of ours would need: base page, fields, component tags, checks.

The test for this room: would it still make sense in a bakery?
"""
