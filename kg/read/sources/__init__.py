"""The files of the input: local or remote, of one shard or all."""
