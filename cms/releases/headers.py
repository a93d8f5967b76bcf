"""The header of the views of this app."""


def describe_header(title: str, subject: str, icon: str) -> dict[str, str]:
    """Return the context of ``wagtailadmin/generic/base.html``: what is done, to what."""
    return {
        "header_icon": icon,
        "header_title": f"{title}: {subject}",
        "page_subtitle": subject,
        "page_title": title,
    }
