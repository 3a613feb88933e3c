"""What commands print: sections of help, colour and width of a terminal, and reports."""
