"""Questions to answers, through a visible list of named steps."""
