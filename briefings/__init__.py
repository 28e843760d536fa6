"""Documents made of the figures of the pages: what leaves the screen and leads back to the same numbers."""
