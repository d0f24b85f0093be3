"""How procedures are done: definitions with their soundness, and the pure stepper that runs them."""
