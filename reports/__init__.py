"""Papers: slides, bulletins, workbooks, tables; from the figures of one mart to the bytes of a file."""
