"""What comments are made of: words in their base forms and pairs of neighbours, by who used them."""
