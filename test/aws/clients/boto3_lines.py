# Calls boto3's client of a service (Route 53's unless another is named) as lines of JSON on standard input say, one answer a line: {"operation", "input"} becomes
# {"output"} or {"code", "message", "status"}. "wait" instead of an operation names a waiter;
# octets are given as {"base64"}, and told as the text that they hold.

import base64
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, key, secret, service = sys.argv[1:5]
client = boto3.client(
    service,
    endpoint_url=endpoint or None,
    region_name="us-east-1",
    aws_access_key_id=key,
    aws_secret_access_key=secret,
    # What is wrong shall reach the server, not be found here.
    config=Config(retries={"max_attempts": 1}, connect_timeout=5, read_timeout=10, parameter_validation=False),
)


def octets(members):
    return base64.b64decode(members["base64"]) if members.keys() == {"base64"} else members


def text(value):
    return value.read().decode() if hasattr(value, "read") else str(value)


for line in sys.stdin:
    asked = json.loads(line, object_hook=octets)
    try:
        if "wait" in asked:
            client.get_waiter(asked["wait"]).wait(**asked["input"])
            answer = {"output": None}
        else:
            answer = {"output": getattr(client, asked["operation"])(**asked["input"])}
    except ClientError as error:
        said = error.response
        status = said["ResponseMetadata"]["HTTPStatusCode"]
        answer = {"code": said["Error"]["Code"], "message": said["Error"].get("Message", ""), "status": status}
    except Exception as error:  # of the client itself, which may be older than the operation
        answer = {"code": type(error).__name__, "message": str(error), "status": 0}
    print(json.dumps(answer, default=text), flush=True)
