"""Units, officers, appointments and delegations on their pages."""
