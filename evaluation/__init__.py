"""Evaluation against gold questions; run with ``python -m evaluation``."""
