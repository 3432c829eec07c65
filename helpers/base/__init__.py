"""What everything may use: words, parameters, proportions, errors."""
