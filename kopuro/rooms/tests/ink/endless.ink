-> a
=== a ===
It goes on and on.
-> a
