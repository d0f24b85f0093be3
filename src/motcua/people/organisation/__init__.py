"""Units with their history, officers, appointments, delegations of authority, and the grants that follow from them."""
