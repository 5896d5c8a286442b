"""One file a regulation: what the paper says, shown from outside."""
