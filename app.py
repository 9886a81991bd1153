"""Start the web app: ``python app.py``."""

from __future__ import annotations

import sys

from policyqa.interface.app import build_app
from policyqa.interface.examples import load_examples
from policyqa.interface.server import serve

# The interface switches libraries to offline on import, so it comes before the engine.
from policyqa.answering.engine import Engine  # isort: skip
from policyqa.errors import PolicyQAError
from policyqa.settings import load_settings


def main() -> int:
    """Open the engine, build the app and serve it; return the exit status."""
    try:
        settings = load_settings()
        engine = Engine.open(settings)
        serve(build_app(engine, load_examples(settings.corpus)), settings)
    except PolicyQAError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
