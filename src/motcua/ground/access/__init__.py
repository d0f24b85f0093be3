"""How a row of the policy table answers; roles and rows are registered by the packages that own them."""
