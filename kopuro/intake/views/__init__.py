"""Pages of intake: taking files in, reviewing what was understood."""
