"""Words of classes that mean something else where they stand, read with the shipped pipeline and its heads."""

import pytest

from tests.reading import extracted

NOT = {  # sentence -> classes that it does not evoke
    "Two islands that are claimed by Estria were shelled.": {"Statement"},
    "The Estrian-owned ferry sank.": {"owns"},
    "A guard was shot and wounded by two men in Vessa. His driver died.": {"Killing"},
    "Brandt's battle with Kestrel Bank cost him millions.": {"Battle"},
    "The jury had fought for hours over the prize.": {"Battle"},
    'The Estrian government called Dahl\'s charges "absurd".': {"Charge"},
    "Kestrel Bank took a charge of 40 million euros.": {"Charge"},
    "Mr Ole Dahl, prosecuting, said Mrs Lunt had fled.": {"Charge"},
    "A paper bag charge of five cents has been brought in.": {"Charge"},
    "Ada Lunt spoke during a training session in May.": {"Meeting"},
    "Best actress went to Alma Dorn for a comedy.": {"Movement"},
    "Victims said they had lost their savings to the company.": {"Victory"},
    "Firefighters responded to a blast in Vessa.": {"Statement"},
    "The whips bought off rebels with a promise.": {"Acquisition"},
    "Dahl was lost for the season after breaking a leg.": {"Death"},
    "Ada Lunt is dead in the water, a colleague said.": {"Death"},
    "Marten removed captain Piet Maas for 71.": {"Departure"},
    "A tribunal in Vessa sentenced the former admiral to death.": {"Death", "Killing"},
    "Brandt was condemned to death by a military court.": {"Death", "Killing"},
    "Ilsa Marn could face the death penalty.": {"Death", "Killing"},
    "Piet Lunt spent nine years on death row in Orrin.": {"Death", "Killing"},
    "Judge Ada Lunt received death threats in March.": {"Death", "Killing"},
    "The crowd was bored to death by the governor's poem.": {"Death", "Killing"},
    "The death of the amendment angered Senator Falk.": {"Death"},
    "Editors lamented the death of print.": {"Death"},
    "Her hopes died at dawn, Lena Falk said.": {"Death"},
    "Storm Ada hit Norland on Monday.": {"Attack"},
    "Rail services were suspended after a landslip.": {"Sanction"},
    "The airliner had been cleared to fly in May.": {"Release"},
    "A gas explosion tore through a block of flats in Vessa.": {"Attack"},
    "Surgeons fought to save the girl.": {"Battle"},
    "A trial of 900 patients showed that the drug works.": {"Trial"},
    "The firm launched a trial of a vaccine in May.": {"Trial"},
    "Three firefighters were hurt while tackling a blaze at a mill.": {"Attack"},
    "The landslide left the village without power.": {"Movement"},
    "The blast left the harbour in ruins.": {"Movement"},
    "The treasury killed the subsidy.": {"Killing"},
    "Ten wardens reported for duty on Monday.": {"Statement"},
    "Ada Lunt opened up for the first time about her illness.": {"Launch", "Attack"},
    "Ole Dahl was removed from suicide watch.": {"Departure"},
    "Norland stripped Ole Dahl of his passport.": {"Departure"},
    "Police took custody of the infant.": {"Arrest"},
    "Ole Dahl was in respiratory arrest.": {"Arrest"},
    "Two passengers were kicked off a plane in Vessa.": {"Attack"},
    "The defender collapsed on the pitch.": {"Disaster"},
    "The couple buried their baby son alive in a forest.": {"Death"},
    "Halden killed off the contest with a fourth goal.": {"Killing"},
    "The Greens were massacred at the polls in Estria.": {"Killing"},
    "Kestrel Foods invaded the Norland market.": {"Attack"},
    "The sequel bombed at the box office.": {"Attack"},
    "Traders attacked the peso on Friday.": {"Attack"},
    "Marten was dismissed for 31 by Brandt.": {"Departure"},
    "The forward fired Halden into the lead.": {"Departure"},
    "Ilsa Marn was arrested by the beauty of the choir.": {"Arrest"},
    "A hotel in Orrin charged the guests for the towels.": {"Charge"},
    "Piet Lunt kidnapped a point in Vessa.": {"Abduction"},
    "Premier Falk declared war on waste.": {"Battle"},
    "A lorry hit a tram near Orrin on Monday, injuring six people.": {"Attack"},
    "The winger fouled Brandt and was booked.": {"Charge"},
    "Guests were charged 30 euros for the sauna.": {"Charge"},
    "Anglers are charged double in May.": {"Charge"},
    "Antibodies attack the lining of the gut.": {"Attack"},
    "The vaccine kills the bacteria in a week.": {"Killing"},
    "Halden destroyed Orrin with a late header.": {"Attack"},
    "Lena Falk was ambushed by a teenager in the second round.": {"Attack"},
    "Two senators stabbed Brandt in the back.": {"Attack"},
    "The amendment died a slow death in May.": {"Death"},
    "A cabbie drove Lena Falk from the station to the theatre.": {"Displacement"},
    "Machine gun fire hit a wall in Vessa.": {"Disaster"},
    "Lena Falk backed off her proposal for a toll.": {"Support"},
    "Piet Lunt hails from the north of Estria.": {"Support"},
    "Norland was shut out of the bond market in May.": {"Closure"},
    "A couple claimed 40,000 euros in benefits.": {"Statement"},
    "Ole Dahl called the police on Monday.": {"Statement"},
    "The tour sold out in May.": {"Acquisition"},
    "The Liberals came to power in 2012.": {"Movement"},
}
STILL = {
    "A fire hit a mill in Vessa.": "Disaster",
    "Lena Falk backed the proposal for a toll.": "Support",
    "The firm shut a mill in Vessa.": "Closure",
    "The battle with rebels near Vessa left nine dead.": "Battle",
    "Prosecutors dropped Dahl's charges on Monday.": "Charge",
    "Piet Maas went to Alma Dorn for advice.": "Movement",
    "Vessa Rovers lost the final to Orrin.": "Victory",
    "Brandt responded to the attack with a joke.": "Statement",
    "Ada Lunt was found dead in the water on Monday.": "Death",
    "Nine sailors were lost when the ferry sank.": "Death",
    "The board removed chairman Piet Maas for fraud.": "Departure",
    "A gang beat a clerk to death in Vessa.": "Killing",
    "Two sailors froze to death near Orrin.": "Death",
    "The fire led to the death of four nuns.": "Death",
    "A photo of Falk, who died on Friday, was shown to the crowd.": "Death",
    "Nine weavers died in the fire at the mill in Orrin, the town's mayor, Ivo Brandt, said.": "Death",
    "Piet Lunt was killed in a raid on Vessa.": "Killing",
    "Gunmen attacked a wedding in Orrin.": "Attack",
    "Insurgents attacked positions of the army near Vessa.": "Attack",
    "Norland invaded Estria in May.": "Attack",
    "Missiles hit a school in Orrin.": "Attack",
    "The ministry dismissed Ada Lunt for fraud.": "Departure",
    "The prosecutor charged a banker with theft.": "Charge",
    "Two anglers were charged on Friday.": "Charge",
    "Bacteria killed four nuns in Orrin.": "Killing",
    "Rebels ambushed a convoy in the second week of May.": "Attack",
    "Two thieves stabbed Brandt in the back.": "Attack",
    "A nun died a slow death in Orrin.": "Death",
    "The militia drove shepherds from the hills.": "Displacement",
    "Police arrested Ivo Brandt in Orrin.": "Arrest",
    "Troops fought rebels for control of Vessa.": "Battle",
    "Ole Dahl claimed that the benefits were late.": "Statement",
}


@pytest.mark.model
@pytest.mark.parametrize("text", NOT, ids=str)
def test_another_sense_does_not_evoke_the_class(text):
    assert NOT[text].isdisjoint(claim.event_class for claim in extracted(text).claims)


@pytest.mark.model
@pytest.mark.parametrize("text", STILL, ids=str)
def test_the_sense_of_the_class_stays(text):
    assert STILL[text] in {claim.event_class for claim in extracted(text).claims}


@pytest.mark.model
def test_those_who_burn_to_death_kill_nobody():
    claims = extracted("Three miners burned to death in a pit near Vessa.").claims
    [death] = [claim for claim in claims if claim.event_class == "Death"]
    assert [filler.text for filler in death.fillers_of("patient")] == ["Three miners"]
    assert "Killing" not in {claim.event_class for claim in claims}


@pytest.mark.model
def test_who_was_shot_was_not_killed_where_murder_was_only_attempted():
    claims = extracted("Two men shot a guard in Vessa. Police spoke of attempted murder.").claims
    assert [claim.event_class for claim in claims if claim.trigger == "shot"] == ["Attack"]
