"""Tables of articles: JSON, JSON Lines, CSV, Parquet and workbooks."""
