"""Facts to graph to answers: build, store, query, analyse, export, serve."""
