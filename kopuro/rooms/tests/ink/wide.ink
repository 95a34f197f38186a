VAR n = 0
-> a
=== a ===
Step {n}.
+ [One more] 
  ~ n = n + 1
  -> a
+ [Two more]
  ~ n = n + 2
  -> a
