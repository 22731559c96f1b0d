# Calls boto3's Route 53 client as lines of JSON on standard input say, one answer a line: {"operation", "input"} becomes
# {"output"} or {"code", "message", "status"}. "wait" instead of an operation names a waiter.

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, key, secret = sys.argv[1:4]
client = boto3.client(
    "route53",
    endpoint_url=endpoint or None,
    region_name="us-east-1",
    aws_access_key_id=key,
    aws_secret_access_key=secret,
    # What is wrong shall reach the server, not be found here.
    config=Config(retries={"max_attempts": 1}, connect_timeout=5, read_timeout=10, parameter_validation=False),
)

for line in sys.stdin:
    asked = json.loads(line)
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
    print(json.dumps(answer, default=str), flush=True)
