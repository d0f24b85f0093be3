"""What faces read: the units of a period, the counts, the step that made dossiers late, and the lists behind them."""
