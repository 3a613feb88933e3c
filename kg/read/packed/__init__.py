"""Articles packed in other formats: feeds, web archives, mail, news XML, PDF, RTF and Markdown."""
