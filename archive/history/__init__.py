"""An article through time: its versions, what changed, how it is cited."""
