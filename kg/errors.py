"""The errors that `kg` raises on purpose.

* KgError
  x ModelError      the language pipeline is missing, damaged or made for another version
  x OntologyError   a file of an ontology is invalid
  x ParseError      a doc lacks an annotation that a stage needs
  x ReadError       a file, or a place in it, has no article
  x StoreError      a store cannot be read or written
  x QueryError      a SPARQL query is invalid or not allowed
  x JudgementError  a judgement refers to nothing, or to several things
  x BaseError       a base IRI is invalid
  x EndpointError   a SPARQL server does not answer, refuses a request, or has no complete graph
  x ExportError     a format needs a package that is not installed

A message says where, what is wrong, and what would be right.
"""


class KgError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class ModelError(KgError):
    """The language pipeline is missing, damaged, or made for another version."""


class OntologyError(KgError):
    """A file of an ontology is invalid."""


class ParseError(KgError):
    """A doc lacks an annotation that a stage needs."""


class ReadError(KgError):
    """A file, or a place in it, has no article."""


class StoreError(KgError):
    """A store cannot be read or written: it is missing, of another version, incomplete, locked, or the disk is full."""


class QueryError(KgError):
    """A SPARQL query is invalid or not allowed."""


class JudgementError(KgError):
    """A judgement refers to nothing, or to several things."""


class BaseError(KgError):
    """A base IRI is invalid."""


class ExportError(KgError):
    """A format cannot be written because a package is not installed."""


class EndpointError(KgError):
    """A SPARQL server does not answer, refuses a request, or has no complete graph."""


def why_unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Why a text file cannot be read, and what would be right: the rest of a sentence that begins with its path."""
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8 text: save it as UTF-8"
    if isinstance(error, FileNotFoundError):
        return "does not exist: check the path"
    if isinstance(error, IsADirectoryError):
        return "is a folder: give a file"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied; change its permissions"
    return f"cannot be read: {error.strerror}"
