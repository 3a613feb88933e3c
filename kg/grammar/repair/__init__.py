"""The passes that repair a parse before it becomes a tree."""
