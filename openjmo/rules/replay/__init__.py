"""A second, small evaluator: computes a figure anew from its JSON and the parameter files alone.

Called by `openjmo rules replay FILE…`, by auditors and courts, and by our tests. It shares no code with the rules: not their
arithmetic, not their reading of the book, not their types. A figure says how it follows in a `formula`; here that formula is read
and worked out with `fractions.Fraction`, parts first, and every parameter is looked up in the YAML files.

The language of a formula is small:

- a name is an input of the figure, or of a figure around it; `[jht.late_fine_rate]` is a parameter; `{jht.months_late}` is a part;
- `+ - * /`, comparisons, `and or not`, `a if b else c`, and the functions of `functions.py`;
- `total({code})` and `total(parts)` add parts up; `sum(part * part.weight for part in {code})` looks inside them; `before()` adds
  up the figures of the same code that stand before this one in its row;
- `name = …;` before the result says that an input shown to people is just that, and is checked too.

Money is counted in sen. The figure's `rounding` is applied to the result. A figure without a formula is a fact that was given.

>>> formula = "rate = [jht.contribution.worker_rate]; wage * rate"
"""

from openjmo.rules.replay.figures import Finding, Replay, replay, replay_file
from openjmo.rules.replay.formulas import FormulaError

__all__ = ["Finding", "FormulaError", "Replay", "replay", "replay_file"]
