"""The keys of a province in its backup: only under a passphrase, and only beside the very content they belong to."""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from motcua.site.secrets import Secrets

SHORTEST = 12
# OWASP's figure for scrypt (2^17, 8, 1): 128 MiB and about half a second for each guess.
COST, BLOCK_SIZE, PARALLEL = 2**17, 8, 1


class WrongPassphrase(Exception):
    """The passphrase is not the one under which the keys were sealed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The keys that outlive a machine, in hexadecimal; sessions end with it."""

    event: str
    receipt: str
    second_factor: str

    @classmethod
    def of(cls, secrets: Secrets) -> Kept:
        """Those of this data folder."""
        return cls(secrets.event_key.hex(), secrets.receipt_key.hex(), secrets.second_factor_key.hex())

    def marks(self) -> dict[str, str]:
        """By what each key is known without giving it away."""
        return {
            name: hmac.new(bytes.fromhex(key), b"motcua backup", sha256).hexdigest()[:16]
            for name, key in asdict(self).items()
        }


def seal(kept: Kept, passphrase: str, beside: bytes) -> dict[str, str]:
    """The keys sealed (scrypt, AES-256-GCM) beside the hash of the content that they belong to."""
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(asdict(kept)).encode(), beside)
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def unseal(box: dict[str, str], passphrase: str, beside: bytes) -> Kept:
    """Open what `seal` sealed; raises WrongPassphrase, also when the content beside it is another."""
    salt, nonce, sealed = (bytes.fromhex(box[name]) for name in ("salt", "nonce", "sealed"))
    try:
        return Kept(**json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, beside)))
    except InvalidTag as failure:
        raise WrongPassphrase from failure


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=BLOCK_SIZE, p=PARALLEL).derive(passphrase.encode())
