"""A Gradio app that also answers plain GET requests of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from starlette.routing import Route


class RoutedBlocks(gr.Blocks):
    """Blocks served together with ``routes``, which go before Gradio's own.

    Gradio takes routes at launch only, far from where the views are put together.
    """

    routes: Sequence[Route] = ()

    def launch(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (as Gradio's)
        """Launch as ``gr.Blocks.launch`` does, with the routes added."""
        given = options.get("app_kwargs") or {}
        routes = [*given.get("routes", ()), *self.routes]
        options["app_kwargs"] = {**given, "routes": routes}
        return super().launch(*arguments, **options)
