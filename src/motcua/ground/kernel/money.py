"""Money is a whole number of đồng."""

from __future__ import annotations


def format_vnd(amount: int) -> str:
    """Write an amount of đồng as it is written in Viet Nam: 150000 is “150.000 đ”."""
    return f"{amount:,}".replace(",", ".") + " đ"
