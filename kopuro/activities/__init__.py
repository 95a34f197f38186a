"""What is done: series, activity, session; dates, places, counts as stated, quotations, materials, participation."""
