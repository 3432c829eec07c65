"""A report's run: settings, notebooks executed, looked through and put in their place."""
