"""The site's own pages: home, plain pages, navigation, and how an address finds its page.

Nouns: HomePage, PlainPage. ``routing.py`` resolves an address in one language to the page
in that language, or visibly to its source where there is no translation.
"""
