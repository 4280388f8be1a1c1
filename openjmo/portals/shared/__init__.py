"""What every portal looks like: page frames, macros, error pages, the one stylesheet, the one script, and the shell a phone keeps.

Templates of the other portals extend `shared/participant_base.html`, `shared/public_base.html` or `shared/desk_base.html` and import
from `shared/macros/`; each template opens with the context it needs. This room knows no person and reads no table.
"""
