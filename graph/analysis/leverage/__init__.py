"""What holds an actor: dependence on its patrons, their leverage, and what is given for what."""
