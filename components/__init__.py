"""Pure builders: rows, indicator and language in, a figure or a component out."""
