"""A session week by week."""
