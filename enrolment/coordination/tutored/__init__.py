"""Officers in tutored course runs: what is handed in, who is at risk and why; never what they wrote."""
