"""A decision's procedures from a workbook: brought, looked through, and made a decision in preparation."""
