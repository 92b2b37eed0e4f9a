"""At risk: who has fallen silent, missed deadlines, or does worse every time, with the reason for each."""
