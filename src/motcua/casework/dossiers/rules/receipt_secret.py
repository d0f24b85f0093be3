"""The secret on a receipt: by it the applicant opens what the code alone does not show."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256


def receipt_secret(code: str, key: bytes) -> str:
    """The secret printed on the receipt of a dossier: ten letters and digits in two groups, not stored anywhere."""
    digest = hmac.new(key, f"receipt {code}".encode(), sha256).digest()
    text = base64.b32encode(digest)[:10].decode()
    return f"{text[:5]}-{text[5:]}"


def is_receipt_secret(given: str, code: str, key: bytes) -> bool:
    """Whether this is the secret of that code's receipt; small letters, spaces and a lost hyphen are forgiven."""
    bare = "".join(given.upper().split()).replace("-", "")
    return hmac.compare_digest(bare.encode(), receipt_secret(code, key).replace("-", "").encode())
