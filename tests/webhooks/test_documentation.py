"""The receivers in the documentation accept what is sent, and refuse what is not."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cms.webhooks.messages import make_test
from cms.webhooks.models import Endpoint
from cms.webhooks.sending import step
from tests.webhooks.receivers import Received

TESTS = Path(__file__).parents[1]
CODE = dict(re.findall(r"```(python|js)\n(.*?)```", (TESTS.parent / "docs" / "webhooks.md").read_text(), re.DOTALL))
# Calls the receiver with each request, and prints the answers.
ASK = """
const { secret, requests } = JSON.parse(process.argv[1]);
process.env.WEBHOOK_SECRET = secret;
globalThis.renew = async () => {};
const answers = [];
for (const { headers, body } of requests) {
  const answer = await POST(new Request("https://front.example/hook", { method: "POST", headers, body }));
  answers.push(answer.status);
}
console.log(JSON.stringify(answers));
"""


def ask_python(secret: str, requests: list[dict[str, Any]]) -> list[int]:
    names: dict[str, Any] = {"renew": lambda item: None}
    exec(CODE["python"].replace("whsec_…", secret), names)  # noqa: S102
    return [names["receive"](one["body"].encode(), one["headers"]) for one in requests]


def ask_node(secret: str, requests: list[dict[str, Any]]) -> list[int]:
    command = ["node", "--input-type=module", "--eval", CODE["js"].replace("export ", "") + ASK]
    command.append(json.dumps({"secret": secret, "requests": requests}))
    done = subprocess.run(command, cwd=TESTS, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("ask", [ask_python, ask_node])
def test_the_receivers_in_the_documentation(ask, endpoint, receiver):
    make_test(endpoint).save()
    step(Endpoint.objects.get())
    (received,) = receiver.received
    good = write(received)

    changed = {**good, "body": good["body"].replace("test", "changed")}
    unsigned = {**good, "headers": {"content-type": "application/json"}}

    assert ask(endpoint.secret, [good, changed, unsigned]) == [204, 400, 400]
    endpoint.rotate_secret()
    assert ask(endpoint.secret, [good]) == [400]


def write(received: Received) -> dict[str, Any]:
    names = ("webhook-id", "webhook-timestamp", "webhook-signature", "content-type")
    return {"headers": {name: received.headers[name] for name in names}, "body": received.body.decode()}
