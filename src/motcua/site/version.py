"""The version of this program, as backups and logs name it."""

VERSION = "0.1.0"
