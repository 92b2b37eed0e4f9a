"""The pages of a gradebook: one table for programme managers, with names, and the same for tutors, with those
they tutor now."""
