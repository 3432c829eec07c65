"""The comparison made otherwise: other choices, other methods, one more point, how many answers it takes."""
