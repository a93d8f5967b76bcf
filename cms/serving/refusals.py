"""What the outer layer says when it refuses a request itself: text, and in the API a problem as everywhere there."""

import json

from cms.api.problems import MEDIA_TYPE, describe_problem
from cms.caching.answers import Answer

API = "/api/"
UNKNOWN = "Something went wrong on our side."


def explain(answer: Answer, path: str) -> Answer:
    """Return a refusal in the form of the address: what the API says has the same members whoever says it."""
    if not path.startswith(API):
        return answer
    detail = answer.body.decode().strip() or UNKNOWN
    body = json.dumps(describe_problem(answer.status, detail)).encode()
    kept = [(name, value) for name, value in answer.headers if name.lower() not in {"content-type", "content-length"}]
    return Answer(answer.status, [*kept, ("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body)))], body)
