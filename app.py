"""Start the web app: ``python app.py``."""

from __future__ import annotations

import sys

from policyqa.interface.app import build_app
from policyqa.interface.examples import load_examples
from policyqa.interface.feedback import FeedbackStore
from policyqa.interface.server import serve, warm_up

# The interface switches libraries to offline on import, so it comes before the engine.
from policyqa.answering.engine import Engine  # isort: skip
from policyqa.errors import PolicyQAError
from policyqa.settings import load_settings


def main() -> int:
    """Open the engine, build the app and serve it; return the exit status."""
    try:
        settings = load_settings()
        engine = Engine.open(settings)
        examples = load_examples(settings.corpus)
        warm_up(engine, examples)
        store = FeedbackStore(settings.data)
        app = build_app(engine, examples, store, log_questions=settings.log_questions)
        serve(app, settings)
    except PolicyQAError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
