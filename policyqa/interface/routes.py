"""What the page fetches by address: filtered registers, one document, downloads.

All are plain GET requests that change nothing, so a link to a download can be kept and sent
on, and a page left open over a restart goes on working.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from policyqa.errors import UnknownDocumentError
from policyqa.interface.duties_view import render_duties
from policyqa.interface.reader_view import render_reading
from policyqa.interface.registers import Filter, Registers
from policyqa.interface.sheets import Sheet, as_csv, as_excel, duties_sheet, targets_sheet
from policyqa.interface.targets_view import render_targets

LONGEST = 200
"""Most characters of a filter's field that are looked at."""

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page_routes(registers: Registers) -> list[Route]:
    """Return the routes that the views fetch from."""

    def document(request: Request) -> Response:
        try:
            html = render_reading(registers, request.path_params["document"])
        except UnknownDocumentError as error:
            return Response(str(error), status_code=404, media_type="text/plain; charset=utf-8")
        return HTMLResponse(html)

    def duties(request: Request) -> Response:
        layout = request.query_params.get("layout", "")
        return HTMLResponse(render_duties(registers, _filter(request), matrix=layout == "matrix"))

    def targets(request: Request) -> Response:
        return HTMLResponse(render_targets(registers, _filter(request)))

    def duties_file(request: Request) -> Response:
        return _file(duties_sheet(registers.duties(_filter(request))), request)

    def targets_file(request: Request) -> Response:
        return _file(targets_sheet(registers.targets(_filter(request))), request)

    return [
        Route("/view/document/{document}", document),
        Route("/view/duties", duties),
        Route("/view/targets", targets),
        Route("/download/duties.{format}", duties_file),
        Route("/download/targets.{format}", targets_file),
    ]


def _filter(request: Request) -> Filter:
    """Read a filter; names that no filter has are left alone."""
    asked = request.query_params
    return Filter(**{name: asked.get(name, "")[:LONGEST] for name in Filter.__slots__})


def _file(sheet: Sheet, request: Request) -> Response:
    ending = request.path_params["format"]
    if ending == "xlsx":
        content, kind = as_excel(sheet, date.today()), _EXCEL
    elif ending == "csv":
        content, kind = as_csv(sheet), "text/csv; charset=utf-8"
    else:
        return Response("只能导出为 xlsx 或 csv。", 404, media_type="text/plain; charset=utf-8")
    name = quote(f"{sheet.title}.{ending}")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=kind, headers=headers)
