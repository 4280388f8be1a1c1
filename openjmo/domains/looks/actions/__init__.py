"""What can happen: a look is noted. Nothing else ever does."""

from openjmo.domains.looks.actions.note_look import note_look

__all__ = ["note_look"]
