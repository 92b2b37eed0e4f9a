"""How a session of a programme goes: who is on time, behind, silent; and what is written to them."""
