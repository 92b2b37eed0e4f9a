"""Rounding the way a registrar does: a half goes up. Pure.

Our own regulation, because Python and many spreadsheets round a half to the even neighbour: 79.5 is 80 here
and so is 80.5 81. A number is rounded once, where it is recorded or shown, and never on the way there.
"""

from decimal import Decimal
from fractions import Fraction

HALF = Fraction(1, 2)


def round_half_up(number: Decimal | Fraction, decimals: int) -> Decimal:
    """``number`` with so many decimals (0 or more), a half away from nothing, whatever the decimal context.

    The number is finite; anything else is a ValueError or an OverflowError.
    """
    if decimals < 0:
        raise ValueError("A number has no fewer than 0 decimals.")
    exact = Fraction(number)
    units = int(abs(exact) * 10**decimals + HALF)
    digits = tuple(int(digit) for digit in str(units))
    return Decimal((int(exact < 0 and units > 0), digits, -decimals))
