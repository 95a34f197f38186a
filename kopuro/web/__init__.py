"""The roof: addresses, home, navigation, search, sign-in, error pages, serving, the command. Holds no rule."""
