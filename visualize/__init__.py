"""NETWORK -> PAGE: a networkx graph of plans to one self-contained HTML file.

The one entrance is ``visualize.page``: ``render(graph, options=PageOptions())`` gives the page's
text, ``write(graph, path)`` puts it on disk. What a graph must look like is said in
``visualize.payload``. pyvis holds nodes, edges and options and brings the vis-network library;
template, assets and layout are ours (``templates/``, ``assets/``, ``visualize.layout``).
"""
