"""Words in sentences that are all capitals, where capitals do not mark names."""

from spacy.tokens import Doc

from kg.parse.names.votes import NameMention

SHOUTED = 0.9  # share of words in capitals from which a sentence is all capitals
SHORTEST = 3  # words with letters


def is_shouted_word(doc: Doc, mention: NameMention) -> bool:
    """True for "IS" in "THE MAYOR IS IN JAIL": a common word of English and no body. "US" may be the country."""
    token = doc[mention.start]
    is_word = mention.end == mention.start + 1 and token.is_stop and token.is_upper
    if not is_word or mention.scores.get("GPE", 0.0) > 0.5:
        return False
    words = [each for each in token.sent if each.is_alpha]
    return len(words) >= SHORTEST and sum(each.is_upper for each in words) >= SHOUTED * len(words)
