"""What admissions reckon with: days of cohorts, who may be nominated, who is given a seat. Pure."""
