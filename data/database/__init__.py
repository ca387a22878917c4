"""What keeps a store's catalogue: SQLite, one file in the store, or PostgreSQL, for several servers."""
