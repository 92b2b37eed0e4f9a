"""The ground and the roof: settings, people, the site's own pages, doors to other systems."""
