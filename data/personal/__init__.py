"""Personal data, recognised by value: nothing of it is ever stored, quoted or logged.

`personal_kinds` looks at one text, `personal_in_column` at a column's distinct texts; `scrubbed` and
`scrubbed_file_name` give a text that may be shown.
"""

from data.personal.columns import personal_in_column
from data.personal.recognition import HIDDEN, personal_kinds, scrubbed, scrubbed_file_name

__all__ = ["HIDDEN", "personal_in_column", "personal_kinds", "scrubbed", "scrubbed_file_name"]
