"""The look: every colour of the page, light and dark, in one place.

The ``.css`` files hold layout only and name the colours below as ``var(--pq-<name>)``.
Pairs of text and ground keep a contrast of at least 4.5 (WCAG 2.1 AA); a test computes it.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

LIGHT = {
    "ground": "#f3f5f8",
    "surface": "#ffffff",
    "ink": "#1b2431",
    "muted": "#566173",
    "line": "#d8dee7",
    "field": "#7d8999",
    "accent": "#1d4f91",
    "accent-strong": "#163f75",
    "accent-soft": "#e7eef8",
    "on-accent": "#ffffff",
    "seal": "#b0251d",
    "seal-line": "#b0251d",
    "mark": "#ffe690",
    "on-mark": "#1b2431",
    "current": "#f5f8fd",
    "answered": "#1c6443",
    "answered-soft": "#e2f2e9",
    "corrected": "#7f4d00",
    "corrected-soft": "#fcefd4",
    "no_basis": "#4a5566",
    "no_basis-soft": "#e9edf2",
    "rejected": "#96271f",
    "rejected-soft": "#fbe7e5",
    "shadow": "rgba(20, 33, 54, 0.18)",
}
DARK = {
    "ground": "#10151c",
    "surface": "#19202a",
    "ink": "#e7ebf1",
    "muted": "#a8b2c1",
    "line": "#323c4a",
    "field": "#6c7a8e",
    "accent": "#8fb8f2",
    "accent-strong": "#b3d0f8",
    "accent-soft": "#22334c",
    "on-accent": "#0f1a2a",
    "seal": "#f0938b",
    "seal-line": "#8f3f39",
    "mark": "#6d5410",
    "on-mark": "#fff6d8",
    "current": "#1e2734",
    "answered": "#86d3ac",
    "answered-soft": "#1b3529",
    "corrected": "#edc27a",
    "corrected-soft": "#3a2d15",
    "no_basis": "#b9c3d1",
    "no_basis-soft": "#2a333f",
    "rejected": "#f2a59e",
    "rejected-soft": "#43211f",
    "shadow": "rgba(0, 0, 0, 0.55)",
}

# Fonts that the systems of readers carry; none is loaded over the network.
FONTS = (
    "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC",
    "Noto Sans SC", "WenQuanYi Micro Hei", "sans-serif",
)  # fmt: skip


def make_theme() -> gr.themes.Base:
    """Return the Gradio theme for the few Gradio widgets on the page."""
    theme = gr.themes.Base(font=FONTS, font_mono=FONTS)
    return theme.set(
        body_background_fill=LIGHT["ground"],
        body_background_fill_dark=DARK["ground"],
        body_text_color=LIGHT["ink"],
        body_text_color_dark=DARK["ink"],
        background_fill_primary=LIGHT["surface"],
        background_fill_primary_dark=DARK["surface"],
        input_background_fill=LIGHT["surface"],
        input_background_fill_dark=DARK["surface"],
        input_border_color=LIGHT["line"],
        input_border_color_dark=DARK["line"],
        input_border_color_focus=LIGHT["accent"],
        input_border_color_focus_dark=DARK["accent"],
        input_placeholder_color=LIGHT["muted"],
        input_placeholder_color_dark=DARK["muted"],
        button_primary_background_fill=LIGHT["accent"],
        button_primary_background_fill_dark=DARK["accent"],
        button_primary_background_fill_hover=LIGHT["accent-strong"],
        button_primary_background_fill_hover_dark=DARK["accent-strong"],
        button_primary_text_color=LIGHT["on-accent"],
        button_primary_text_color_dark=DARK["on-accent"],
        button_secondary_background_fill=LIGHT["surface"],
        button_secondary_background_fill_dark=DARK["surface"],
        button_secondary_background_fill_hover=LIGHT["accent-soft"],
        button_secondary_background_fill_hover_dark=DARK["accent-soft"],
        button_secondary_text_color=LIGHT["ink"],
        button_secondary_text_color_dark=DARK["ink"],
        button_secondary_border_color=LIGHT["line"],
        button_secondary_border_color_dark=DARK["line"],
    )


def stylesheet() -> str:
    """Return the page's CSS: the colours as variables, then the layout."""
    files = sorted(Path(__file__).parent.glob("*.css"))
    layout = "".join(path.read_text(encoding="utf-8") for path in files)
    return f":root {{{_variables(LIGHT)}}}\n.dark {{{_variables(DARK)}}}\n{layout}"


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--pq-{name}: {value};" for name, value in colours.items())
