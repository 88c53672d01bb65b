"""A networkx graph to one HTML page."""
