"""Objects made by program: no licence, any number, every kind that the packages lack.

Each kind is a function of a random generator that gives painted parts, Z up, in any unit.
"""
