"""The comparison made otherwise: other choices, medians, groups, one more point, how many answers it takes."""
