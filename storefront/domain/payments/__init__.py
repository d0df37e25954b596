"""What the gateway told of payments and refunds, kept so that it only moves forward."""
