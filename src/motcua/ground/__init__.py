"""What knows nothing of any office."""
