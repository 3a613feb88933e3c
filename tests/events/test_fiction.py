"""What novels, films and plays tell of invented people, read with the shipped pipeline and its heads."""

import pytest

from tests.cases.facts import classes, facts, read

INVENTED = {  # text -> class that it does not evoke
    "In her second novel a judge strangles a cellist.": "Killing",
    "In the operetta's last scene the admiral is stabbed by his cook.": "Attack",
    "The writers killed off waiter Piet Lunt in Sunday's episode.": "Killing",
    "His character was murdered in the season finale.": "Killing",
    "The sitcom's hero is arrested and jailed.": "Arrest",
    "The comedy follows a nun who robs a casino.": "Attack",
    "It is a thriller about a pilot who kidnaps a senator.": "Abduction",
    "Ada Lunt plays a chemist who shoots a bishop.": "Attack",
    "Ada Lunt stars as a chemist who drowns a bishop.": "Killing",
    "The opera opens with a monk stabbing an abbot.": "Attack",
    "Otto, the hero of the novel, strangles a tailor.": "Killing",
    "In the last chapter of the novel the judge is poisoned.": "Killing",
    'In "The Siege", a mayor poisons his rivals and leaves the town.': "Killing",
}
REAL = {
    'In "Operation Reed", troops killed a mayor and burned his house.': "Killing",
    "The director of the film was arrested in Vessa.": "Arrest",
    "An actor was killed on the set of a film in Vessa.": "Killing",
    "In a violent episode he stabbed his brother.": "Attack",
    "Ada Lunt, who plays a chemist, was shot in Orrin.": "Attack",
    "Two nuns were killed in an opera house in Orrin.": "Killing",
    "Three painters died in a soap factory in Orrin.": "Death",
    "The film's villain, Ivo Brandt, was arrested in Orrin on Friday.": "Arrest",
    "Gunmen stormed the opera and killed a cellist.": "Killing",
    "In Orrin, police arrest a man who robbed a casino.": "Arrest",
    "The novelist who wrote about a murder died on Friday.": "Death",
    "The heroine of the flood, Ada Lunt, died in Vessa.": "Death",
}


@pytest.mark.model
@pytest.mark.parametrize("text", INVENTED, ids=str)
def test_what_happens_in_a_story_happened_to_nobody(text):
    assert INVENTED[text] not in classes(read(text))


@pytest.mark.model
@pytest.mark.parametrize("text", REAL, ids=str)
def test_what_happens_to_those_who_tell_stories_is_real(text):
    assert REAL[text] in classes(read(text))


@pytest.mark.model
def test_a_film_wins_and_its_director_speaks_as_all_others_do():
    found = facts(read("The film's hero, Ada Lunt said in the film, won the prize."))
    assert "Statement agent: Ada Lunt" in found
