"""Stands in for the program of scans: a PDF ends it, as a hostile one might."""

import json
import os
import sys

asked = json.load(sys.stdin)
if any(kind == "application/pdf" for _path, kind in asked["files"]):
    os.abort()
sys.stdout.write(json.dumps([1] * len(asked["files"])))
