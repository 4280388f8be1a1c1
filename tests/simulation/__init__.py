"""Random lives of a small fund, held against an auditor who keeps books of their own.

`life` lives a life from a seed through the rooms' actions and compares after each deed; `auditor` predicts every balance by arithmetic of
its own; `house` is the way to the real fund, `crash` cuts deeds short, `faults` are mistakes that the lives must find.
`python -m tests.simulation.run` (`make soak`) lives for as long as it is let.
"""
