"""How people write about trouble: the private hint, and its share by month; never by author."""
