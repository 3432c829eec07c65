"""Letters that nobody sees, and that no comparison may depend on."""

import re

# soft hyphen, zero-width space and joiners, marks of direction, byte order mark
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# ends of lines and other control characters, halves of letters: none belongs into a header of a mail
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
