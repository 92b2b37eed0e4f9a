"""One marking: the work and the rubric side by side, and what is done with them."""
