"""How many there are of what is sold: levels, holds for open orders, and the history of every change."""
