"""How things look in JSON, one file a noun, shared by the endpoints that answer them."""
