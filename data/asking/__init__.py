"""What to ask a person about a file whose headings or words nobody knows yet.

A sample of the file is weighed against the exports: names, values, and what was confirmed before. The answers
become a profile (`data/profile_file.py`), so each question is asked once. Personal columns are dropped from
the sample before anything is weighed.
"""
