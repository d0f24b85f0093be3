"""Units with their history, officers, appointments, delegations, and the offices that follow from them."""
