"""Every error that `kg` raises on purpose.

* KgError
  x ModelError      the language pipeline is missing, damaged or not fit for this program
  x OntologyError   a file under `ontology/` cannot be used as it is
  x ParseError      a doc lacks what a stage needs (a parse, entities)
  x ReadError       a file, or a place in it, gives no article
  x StoreError      a store cannot be read or written
  x QueryError      a SPARQL query is wrong or asks for what a store must not do
  x JudgementError  a judgement names nothing, or more than one thing
  x BaseError       a base that IRIs of data cannot have
  x ExportError     a format needs a package that is not installed

A message says where, what, and what would be right.
"""


class KgError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class ModelError(KgError):
    """The language pipeline is missing, damaged, or made for another release."""


class OntologyError(KgError):
    """A file of the ontology cannot be used as it is."""


class ParseError(KgError):
    """A doc lacks the annotation that a stage needs."""


class ReadError(KgError):
    """A file, or a place in it, gives no article."""


class StoreError(KgError):
    """A store cannot be read or written: it is none, of another version, half built, locked, or the disk is full."""


class QueryError(KgError):
    """A SPARQL query is wrong, or asks for what a store must not do."""


class JudgementError(KgError):
    """A judgement names nothing, or more than one thing."""


class BaseError(KgError):
    """A base that the IRIs of data cannot have."""


class ExportError(KgError):
    """A format cannot be written: it needs a package that is not installed."""
