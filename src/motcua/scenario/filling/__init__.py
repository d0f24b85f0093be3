"""Filling a province with many dossiers: the simulator's lives written down as rows, sent by COPY, then sealed."""
