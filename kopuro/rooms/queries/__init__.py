"""What is read of the library and of runs."""
