"""What people think of claims, steps and evidence, and the kept counts of it."""
