"""Error reports to Sentry, or a server with the same interface such as GlitchTip, if ``SENTRY_DSN`` is set.

The package is imported only then. A report has the traceback and the path of the request, nothing of its visitor.
"""

from typing import Any
from urllib.parse import urlsplit

from mysite.logs import current_request_id, remove_personal_data

#: The parts of an event that are sent.
PARTS = (
    "event_id timestamp platform level logger exception logentry transaction contexts sdk release environment modules"
).split()


def start_error_reports(dsn: str) -> None:
    import sentry_sdk

    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        traces_sample_rate=None,
        send_client_reports=False,
        server_name="portal",
        before_send=remove_visitor,  # type: ignore[arg-type]
    )


def remove_visitor(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Return what of an event may be sent."""
    kept = {name: event[name] for name in PARTS if name in event}
    for error in kept.get("exception", {}).get("values", ()):
        error["value"] = remove_personal_data(str(error.get("value") or ""))
    entry = kept.pop("logentry", None)
    if entry:
        text = str(entry.get("formatted") or entry.get("message") or "")
        kept["logentry"] = {"formatted": remove_personal_data(text)}
    if request := event.get("request"):
        path = remove_personal_data(urlsplit(str(request.get("url", ""))).path)
        kept["request"] = {"method": request.get("method", ""), "url": path}
    kept["tags"] = {"request_id": current_request_id.get()}
    return kept
