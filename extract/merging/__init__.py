"""From reports to events: copies told apart, reports weighed against each other, groups formed, values chosen."""
