"""From a folder of exports to a parameter file: what is found, what is asked, what is written."""
