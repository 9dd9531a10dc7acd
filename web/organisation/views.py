"""The pages of this group, all on one blueprint."""

from web.organisation import pairs, people, places, posts, tokens
from web.organisation.pages import blueprint

__all__ = ["blueprint", "pairs", "people", "places", "posts", "tokens"]
