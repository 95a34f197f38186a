"""How far the programme has come with each country and agency: the ladder, meetings and missions, promises, requests
of agencies and initiatives of others."""
