"""Reads mail as programs save it (``.eml``)."""

import email
import email.policy

from django.utils.translation import gettext as _

from cms.importing.document import Document
from cms.importing.limits import Refused
from cms.importing.readers.html import read_html
from cms.importing.readers.plain import read_plain


def read_mail(data: bytes) -> Document:
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        body = message.get_body(("html", "plain"))
        content = str(body.get_content()) if body is not None else ""
        pictures = {
            f"cid:{str(part['Content-ID']).strip('<>')}": part.get_payload(decode=True)
            for part in message.walk()
            if part["Content-ID"] and part.get_content_maintype() == "image"
        }
    except (LookupError, ValueError, AttributeError) as error:
        raise Refused(_("This mail cannot be read. Copy its text and paste it.")) from error
    is_html = body is not None and body.get_content_subtype() == "html"
    document = read_html(content, pictures) if is_html else read_plain(content)  # type: ignore[arg-type]
    return Document(document.passages, document.notes, {"title": str(message["Subject"] or "")})
