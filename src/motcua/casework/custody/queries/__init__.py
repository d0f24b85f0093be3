"""What is read of hand-overs: what is to be handed over, the lists of a unit, and their proof."""
