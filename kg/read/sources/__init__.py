"""The files of the input: local or remote, packed or not, of one shard or all."""
