"""Tables that people bring: XLSX and CSV in, as rows of text under the names of their columns."""
