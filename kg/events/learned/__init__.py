"""The trained event heads over the rules: which words evoke a class, and who fills its roles."""
