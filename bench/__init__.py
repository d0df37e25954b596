"""What the shop's pages cost, each beside a bare probe of the same work: `make bench`."""
