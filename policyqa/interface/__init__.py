"""The web app: chat on one side, the documents' own text on the other.

Importing this package sets the two switches that keep Gradio and the model hub client off
the network; both libraries read them once, when they are first imported.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# A person who wants a model from the hub may still say HF_HUB_OFFLINE=0.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
