"""A small PDF file."""


def pdf(text: str, matrix: str = "1 0 0 1 0 0") -> bytes:
    """A file of one page with the lines of a text, 14 points apart; the matrix places it on the page."""
    escaped = text.replace("(", "\\(").replace(")", "\\)").replace("\t", "  ")
    shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in escaped.splitlines())
    stream = f"{matrix} cm BT /F1 11 Tf 50 740 Td\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))
