"""Presigned URLs made by botocore, for the test that compares ours with them.

    python3 -m venv venv && venv/bin/pip install botocore
    venv/bin/python ivr-runtime/tests/presigned/vectors.py > ivr-runtime/tests/presigned/vectors.json

Nothing is sent anywhere, and the keys are made up. The output names the versions that made it.
"""

import datetime
import itertools
import json
import platform
from unittest import mock

import botocore
import botocore.session
from botocore.config import Config

ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaDK+/=ééx y&z%20~//8Qe=="

NAMES = [
    "welcome.mp3",
    "fr/accueil.mp3",
    "two words.mp3",
    "a+b.mp3",
    "a&b=c.mp3",
    "100%.mp3",
    "100%25.mp3",
    "été à Noël.mp3",
    "日本語/ようこそ.wav",
    "emoji 🎉.mp3",
    "/leading.mp3",
    "//two.mp3",
    "trailing/",
    "a//b.mp3",
    ".hidden.mp3",
    "...mp3",
    "a..b/.../c.mp3",
    "what?.mp3",
    "no#1.mp3",
    "a:b@c,d;e.mp3",
    "(1) [2] {3} <4>.mp3",
    "it's a \"test\"!*$.mp3",
    "back\\slash|pipe^caret`tick.mp3",
    "un_reserved-~.mp3",
    "tab\there.mp3",
    "e\u0301 combined.mp3",
]

PLACES = [
    # bucket, region, endpoint
    ("acme-prompts", "us-east-1", None),
    ("acme-prompts", "eu-west-3", None),
    ("acme-prompts", "cn-north-1", None),
    ("acme.prompts.fr", "eu-central-1", None),
    ("acme-prompts", "auto", "https://account.r2.cloudflarestorage.com"),
    ("acme-prompts", "us-east-1", "https://minio.example:9000"),
    ("acme-prompts", "us-east-1", "http://127.0.0.1:9000"),
    ("acme-prompts", "fr-par", "https://store.example/s3/v1"),
]

TIMES = [
    # signed at, valid for
    (datetime.datetime(2013, 5, 24, 0, 0, 0), 86400),
    (datetime.datetime(2026, 2, 28, 23, 59, 59), 1),
    (datetime.datetime(2028, 2, 29, 12, 0, 0), 604800),
]


def presigned(bucket, key, region, endpoint, token, time, expires):
    session = botocore.session.Session()
    client = session.create_client(
        "s3",
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=ID,
        aws_secret_access_key=SECRET,
        aws_session_token=token,
        config=Config(
            signature_version="s3v4",
            response_checksum_validation="when_required",
            s3={
                "addressing_style": "path" if endpoint or "." in bucket else "virtual",
                "us_east_1_regional_endpoint": "regional",
            },
        ),
    )
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: time):
        return client.generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=expires
        )


def cases():
    for name in NAMES:
        yield PLACES[1], name, None, TIMES[0]
        yield PLACES[5], name, TOKEN, TIMES[0]
    for place, token, time in itertools.product(PLACES, [None, TOKEN], TIMES):
        yield place, "fr/é t.mp3", token, time


def main():
    urls = []
    for (bucket, region, endpoint), key, token, (time, expires) in cases():
        urls.append(
            {
                "bucket": bucket,
                "key": key,
                "region": region,
                "endpoint": endpoint,
                "token": token,
                "time": int(time.replace(tzinfo=datetime.timezone.utc).timestamp()),
                "expires": expires,
                "url": presigned(bucket, key, region, endpoint, token, time, expires),
            }
        )
    made_by = {"botocore": botocore.__version__, "python": platform.python_version()}
    output = {"made_by": made_by, "id": ID, "secret": SECRET, "urls": urls}
    print(json.dumps(output, indent=0, ensure_ascii=False))


if __name__ == "__main__":
    main()
