"""What follows: recommendations, responses, actions with owners, uptake; the chain from advice to change."""
