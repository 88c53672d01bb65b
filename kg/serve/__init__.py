"""The workbench: SPARQL 1.1 Protocol and pages to read over one graph, safe to show to strangers.

A request is read by a thread of the server (``server``), which knows HTTP and nothing else, and answered by a worker
process (``worker``), which holds the graph read-only and can be killed at any time (``pool``): the embedded store can
neither cancel a query nor bound its memory, a process can.
"""
