"""What a participant has to hand in: what is due, the draft, handing in, the receipt, what came back."""
