"""Estimation: sampling errors of what the queries sum."""
