"""What can be said: vocabulary, classes and shapes of the plan graph."""
