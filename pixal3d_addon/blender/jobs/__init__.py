"""Jobs: queued, run by the worker, drawn as they grow, delivered."""
