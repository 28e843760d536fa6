"""One file per address: its layout and its callbacks."""
