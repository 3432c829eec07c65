"""One customer removed from all that ``out`` keeps."""
