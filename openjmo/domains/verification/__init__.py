"""Who somebody is, checked from outside: the population register, the face, and the data a member keeps up to date (U9, N9, S22, S23).

Words: a *check* asks the population register whether what we hold agrees, field by field; a *data update* is the guided flow in which a
member looks through their data (pengkinian data); a *fact* is one plain field the member keeps (address, emergency contact), with all its
earlier values; a *correction* asks for a change of what only an officer may change; a *face check* shows that the person at the telephone
is the person of the data, by selfie, video call or at the counter, all three worth the same.

What always holds: nothing is asked of a partner without a consent in words that are kept (R7.1) and a well-formed NIK (R7.3); of an answer
verdicts, score and reference are kept and nothing else (R7.1); a partner who does not answer, or answers nonsense, is no yes (R7.2) and
leads to people; no number of failures closes a way (N9); pictures are made anew without metadata, sealed, and deleted some days after the
decision. The request of a member never waits for a partner: jobs ask.
"""
