"""The workbook of a decision's procedures."""
