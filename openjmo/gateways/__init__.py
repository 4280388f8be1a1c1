"""FLOOR 5, programs: what other systems ask of us over the network, each gateway with its own rules for who may ask."""
