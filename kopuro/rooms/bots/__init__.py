"""Protocol bots: trainees and a facilitator made of the same rules as the stations, to rehearse a scenario and to
prove the delivery contract. They speak HTTP to a real server, drop out, send twice, come late, and count."""
