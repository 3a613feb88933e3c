# ruff: noqa: RUF001 - this module is about typographic quotes and apostrophes
"""Cuts raw news text into the words of the Universal Dependencies English treebanks (EWT, GUM).

The rules are spaCy's English ones, changed where the train parts of the treebanks ask for it: `python -m
training.tokens` counts that. A chunk is text between white space: spaCy takes prefixes and suffixes off it one
at a time, then cuts the rest at every infix, unless it is a special case or to be kept whole.
"""

import re

from spacy.lang.char_classes import (
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    CONCAT_ICONS,
    CONCAT_QUOTES,
    LIST_CURRENCY,
    LIST_PUNCT,
    PUNCT,
    UNITS,
)
from spacy.lang.en import EnglishDefaults
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

# A hyphen after these stays inside the word, as the guidelines of the treebanks have it: in EWT and GUM train 267 stay,
# 10 do not. After any other word the hyphen is a separate word: 'US|-|led', '42|-|year|-|old', 'al|-|Ani', 'F|-|16'.
# One line per length, as `re` looks behind for one length at a time.
PREFIX_WORDS = (
    "e",
    "co|ex|re|un",
    "eco|mid|neo|non|pre|pro|sub",
    "anti|arch|meta|mini|over|para|post|semi",
    "cross|cyber|extra|hyper|inter|intra|macro|micro|multi|proto|quasi|socio|super|trans|ultra",
    "pseudo|psycho",
    "counter",
)

# What spaCy's list lacks; a period that may as well end the sentence ('etc.', 'Sun.', 'Ave.') is cut off.
ABBREVIATIONS = """
    al. approx. ca. cf. ext. viz. Attn. Ft. Hon. Mlle. Mme. Msgr. Mts. No. Nos. Sr. Sra. Ste. M.Sc. W.Va.
    Amb. Asst. Atty. Brig. Capt. Cmdr. Col. Cpl. Det. Drs. Gens. Govs. Insp. Lt. Maj. Pres. Profs. Pvt. Reps. Sens. Sgt.
    Spc. Supt. Assn. Bhd. Cos. Dept. Plc. Pte. Pty. Sdn. Univ. Alta. Ont. Que. Sask. Tex. Vt. Wyo.
    Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat.
"""

# spaCy reads these as contractions without their apostrophe ('We|d', 'I|ve'), as smileys or as one word. White space
# is cut off without being special, and a special case keeps the rest of its text out of spaCy's cache.
NOT_SPECIAL = ("Wed", "wed", "Id", "id", "Ive", "and/or", "):", "8)", ":1", ":3", ":0", "=3", " ", "\t", "\n")

# Characters. For every affix, spaCy copies and searches the rest of a chunk, which is quadratic: a longer chunk (a
# rule of dashes, text without blanks) is cut by infixes alone, in one pass, and a suffix is sought only near the end.
LONGEST_CHUNK = 100
LONGEST_SUFFIX = 12

HYPHEN = r"[-\u2010\u2011]"
DASH = r"(?:-{2,}|[\u2012-\u2015]+)"
NO_PREFIX_WORD = "".join(rf"(?<!\b(?:{words}|{words.title()}))" for words in PREFIX_WORDS)
APOSTROPHE = r"['’‘´`ʼ]"
MARKS = "".join(LIST_PUNCT)
CURRENCY = "|".join([r"[A-Z]{1,3}\$", *LIST_CURRENCY])
# Zero-width spaces and joiners, direction marks, soft hyphens: they stay with the word or mark that they touch.
INVISIBLE = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"

# Repeated marks are one word: '!!!', '?!', '***', '``'.
RUNS = (
    r"\.{2,}|…+",
    DASH,
    r"[!?]{2,}",
    r"(?P<mark>[*=_#~<>|^])(?P=mark)+",
    r"'{2,}",
    r"`{2,}",
    r'"{2,}',
    "’’",
    "‘[‘’]",
)

PREFIXES = (
    *RUNS,
    r"[§%=•‣◦·]",
    r"\+(?![0-9])",
    rf"-(?=[{ALPHA}])",
    rf"(?!#[{ALPHA}])[{MARKS}]",
    rf"[{CONCAT_QUOTES}](?![0-9]0s\b)",
    CURRENCY,
    f"[{CONCAT_ICONS}]",
)
SUFFIXES = (
    *RUNS,
    rf"(?<![0-9]0){APOSTROPHE}[sS]",
    rf"(?<=[{ALPHA}])[nN]{APOSTROPHE}[tT]",
    rf"(?<=[{ALPHA}]){APOSTROPHE}(?:ll|re|ve|d|m|LL|RE|VE|D|M)",
    f"[{MARKS}{CONCAT_QUOTES}{CONCAT_ICONS}]",
    rf"(?<=[{ALPHA}]){HYPHEN}",
    rf"(?<=[0-9])(?:\+|{CURRENCY}|{UNITS}|bn|mn|tn|k|ft|hrs?|mins?|[ap]m|[AP]M|[ap]\.m\.)",
    rf"(?<=[0-9{ALPHA_LOWER}%²\-+{PUNCT}{CONCAT_QUOTES}])(?<!\.[a-z])\.",
    rf"(?<=[{ALPHA}0-9][{ALPHA_UPPER}])\.",
)
INFIXES = (
    r"\.{2,}|…+",
    DASH,
    r"[()\[\]{}]",
    rf"(?<=[{ALPHA}0-9]){NO_PREFIX_WORD}{HYPHEN}(?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}]\.){HYPHEN}(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9%]){HYPHEN}(?=[$€£])|(?<=[-/])[$€£](?=[0-9])",
    r"(?<=[0-9])[+*^](?=[0-9-])",
    rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
    r"(?<=[0-9\])])\.(?=[A-Z][a-z])",
    rf"(?<=[{ALPHA}])[!?]+(?=[{ALPHA_UPPER}])",
    rf'(?<=[{ALPHA}"”])[,;](?=[{ALPHA}"“”])',
    rf"(?<=[{ALPHA}0-9])[:<>=/~](?=[{ALPHA}])",
    rf'(?<=[{ALPHA},.!?])["“”«»„](?=[{ALPHA}])',
    f"[{CONCAT_ICONS}]",
)
INFIX_MARKS = rf'-+*^$€£.…,;:!?<>=/~()\[\]{{}}"“”«»„\u2010-\u2015{CONCAT_ICONS}'

# Addresses of the web and of mail, telephone numbers, dates as '2014-11-26'. Each is linear in the length of the chunk.
KEPT_WHOLE = (
    r"[A-Za-z][A-Za-z0-9+.-]*://\S+$",
    r"(?:mailto:|www\.)\S+$",
    r"[\w.+%-]+@[\w.-]+$",
    rf"(?:[A-Za-z0-9\u00a1-\uffff_-]+\.)+[{ALPHA_LOWER}]{{2,63}}(?::[0-9]{{2,5}})?(?:[/?#]\S*)?$",
    r"\+?[0-9]+(?:-[0-9]+){2,}$",
)


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """Return a plain spaCy tokenizer, which is saved and loaded with its pipeline; `doc.text` is the input text.

    Its cache holds the first 10,000 chunks (`max_cache_size`) and no more. The vocabulary grows with the words read,
    unless the caller works in `Language.memory_zone()`.
    """
    return Tokenizer(
        vocab,
        rules=_special_cases(),
        prefix_search=re.compile(_prefix_pattern()).search,
        suffix_search=re.compile(_suffix_pattern()).search,
        infix_finditer=re.compile(rf"(?=[{INFIX_MARKS}])(?:{'|'.join(INFIXES)})").finditer,
        url_match=re.compile("|".join(KEPT_WHOLE)).match,
    )


def _special_cases() -> dict[str, list[dict[int, str]]]:
    rules = {
        chunk: parts
        for chunk, parts in EnglishDefaults.tokenizer_exceptions.items()
        if chunk not in NOT_SPECIAL
    }
    rules.update({word: [{ORTH: word}] for word in ABBREVIATIONS.split()})
    rules.update({word: [{ORTH: word[:-2]}, {ORTH: word[-2:]}] for word in ("wanna", "Wanna")})
    return rules


def _prefix_pattern() -> str:
    return rf"\A(?!(?s:.{{{LONGEST_CHUNK}}})){INVISIBLE}(?:{'|'.join(PREFIXES)})"


def _suffix_pattern() -> str:
    near_end = rf"(?!(?s:.{{{LONGEST_SUFFIX}}}))"
    long_run = rf"(?P<first>[^\w\s])(?P=first){{{LONGEST_SUFFIX - 1}}}"
    return rf"(?:{near_end}|(?={long_run}))(?<!(?s:.{{{LONGEST_CHUNK}}}))(?:{'|'.join(SUFFIXES)}){INVISIBLE}$"
