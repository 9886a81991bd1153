"""政策条款问答: document-grounded question answering over government policy."""

__version__ = "0.1.0"
