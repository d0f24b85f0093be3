"""What may be asked of the state: procedures, their versions by publication decision, and where they are
received.
"""
