"""Every error this package raises on purpose.

PolicyQAError                  one clear Chinese sentence, with the fix in it
├── SettingsError              an environment variable is unknown or has a bad value
├── CorpusError                a document, the registry or a lexicon file cannot be used
│   └── UnknownDocumentError   no document of that id
├── IndexStoreError            the built index cannot be used
│   ├── IndexMissingError      it was never built
│   ├── IndexStaleError        it was built from other documents or settings
│   └── IndexDamagedError      a file is missing or was altered
├── EncoderError               the embedding model cannot be loaded or gives wrong shapes
├── FeedbackError              ratings or logged questions cannot be written or read
└── InputError                 what the person or the batch file gave cannot be read

``str(error)`` is what the public reads; the command line prints it and leaves with
``exit_status``.
"""


class PolicyQAError(Exception):
    """Base of all deliberate errors; ``str(error)`` is one sentence for the public."""

    exit_status: int = 1


class SettingsError(PolicyQAError):
    """An environment variable ``POLICYQA_*`` is unknown or has a bad value."""

    exit_status = 2


class CorpusError(PolicyQAError):
    """A document, the registry or a lexicon file cannot be used."""


class UnknownDocumentError(CorpusError):
    """No document of that id is in the corpus."""


class IndexStoreError(PolicyQAError):
    """The built index cannot be used."""


class IndexMissingError(IndexStoreError):
    """The index was never built."""


class IndexStaleError(IndexStoreError):
    """The index was built from other documents, settings or library versions."""


class IndexDamagedError(IndexStoreError):
    """A file of the index is missing or was altered after the build."""


class EncoderError(PolicyQAError):
    """The embedding model cannot be loaded or gives vectors of a wrong shape."""


class FeedbackError(PolicyQAError):
    """Ratings or logged questions cannot be written or read."""


class InputError(PolicyQAError):
    """What the person or the batch file gave cannot be read."""

    exit_status = 2
