"""The tables of the generated plan documents: words, sentences, frames (read by ``bench.generate_document``)."""
