"""What the reports say and where: their statements, each with its passages, and their texts where they are at hand."""
