"""What somebody would like to have one day: of an account, or of a guest, who is the owner of a bag in the same way."""
