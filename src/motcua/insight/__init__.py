"""What is counted, and told."""
