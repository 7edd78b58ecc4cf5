"""Archives read on many processors or machines: one web archive in, one shard of records out, and shards into ``news.db``."""
