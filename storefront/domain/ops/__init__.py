"""Running the shop: is everything there that must be."""
