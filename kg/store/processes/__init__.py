"""Child processes: how they are started, what they may do, and the queries that they answer."""
