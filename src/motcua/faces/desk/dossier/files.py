"""A dossier's files, as they were handed in."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse

from motcua.casework.dossiers.models import Attachment
from motcua.casework.dossiers.queries import finding
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.ground.files import store
from motcua.ground.files.rules import EXTENSIONS
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

FILE_POLICY = "sandbox; default-src 'none'"


@may("dossiers.view")
def dossier_file(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """A file of a dossier, to be saved: it never runs as a page of ours."""
    dossier = finding.by_code(cast(Request, request).actor, code)
    file = Attachment.objects.filter(dossier=dossier, pk=attachment_id).first()
    if file is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    seen(cast(Request, request), Form.FILE, [dossier.pk])
    media_type = file.media_type if file.media_type in EXTENSIONS else "application/octet-stream"
    response = FileResponse(
        store.open_content(file.digest), as_attachment=True, filename=file.name, content_type=media_type
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)
