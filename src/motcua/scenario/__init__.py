"""The demonstration province: Tiền Giang of 2017 as data files, and the simulator that drives the real verbs.

Units are those of the year (`data/`), people and requests are made up and cannot be anybody's (`province.people`).
"""
