"""A plain document in the explorer's colours, without a script."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · kg</title>
<link rel="stylesheet" href="/static/css/base.css"><link rel="stylesheet" href="/pages/pages.css"></head>
<body class="plain"><header><a href="/">kg</a><h1>{title}</h1>{links}</header><main>{body}</main></body></html>"""


def plain_page(title: str, links: str, body: str) -> HTMLResponse:
    """A page with a heading; all three arguments are HTML."""
    page = PAGE.format(title=title, links=links, body=body)
    return HTMLResponse(page, headers={"Vary": "Accept"})
