"""Sentences with their parses and the frames that they hold, by hand; `parses.py` reads the tables."""

BOTH = {  # name -> (UD and CLEAR parse, frames)
    "object control": (
        """
        Arland           NNP  2:nsubj     2:nsubj
        asked|ask        VBD  0:root      0:ROOT
        Borduria         NNP  2:iobj      5:nsubj
        to               TO   5:mark      5:aux
        halt             VB   2:xcomp     2:ccomp
        the              DT   7:det       7:det
        shipments        NNS  5:obj       5:dobj
        """,
        [
            "ask active finite past; subject Arland; object Borduria; open to halt",
            "halt active infinitive; subject Borduria (control); object the shipments; < open to asked",
        ],
    ),
    "subject control": (
        """
        She              PRP  2:nsubj     2:nsubj
        promised|promise VBD  0:root      0:ROOT
        the              DT   4:det       4:det
        rebels           NNS  2:iobj      2:dobj
        to               TO   6:mark      6:aux
        step             VB   2:xcomp     2:xcomp
        down             RP   6:compound:prt 6:prt
        """,
        [
            "promise active finite past; subject She; object the rebels; open to step",
            "step down active infinitive; subject She (control); < open to promised",
        ],
    ),
    "passive": (
        """
        The              DT   2:det       2:det
        town             NN   4:nsubj:pass 4:nsubjpass
        was|be           VBD  4:aux:pass  4:auxpass
        overrun          VBN  0:root      0:ROOT
        by               IN   6:case      4:agent
        rebels           NNS  4:obl:agent 5:pobj
        in               IN   8:case      4:prep
        June             NNP  4:obl       7:pobj
        """,
        ["overrun passive finite past; subject The town; agent rebels; in June"],
    ),
    "coordination of everything": (
        """
        Envoys           NNS  6:nsubj     6:nsubj
        from             IN   3:case      1:prep
        Arland           NNP  1:nmod      2:pobj
        and              CC   5:cc        3:cc
        Borduria         NNP  3:conj      3:conj
        met|meet         VBD  0:root      0:ROOT
        in               IN   8:case      6:prep
        Geneva           NNP  6:obl       7:pobj
        and              CC   11:cc       7:cc
        in               IN   11:case     7:conj
        Oslo             NNP  8:conj      10:pobj
        and              CC   13:cc       6:cc
        signed|sign      VBD  6:conj      6:conj
        truces           NNS  13:obj      13:dobj
        but              CC   17:cc       14:cc
        not              RB   17:advmod   17:neg
        treaties         NNS  14:conj     14:conj
        """,
        [
            "meet active finite past; subject Envoys; in Geneva; in Oslo",
            "sign active finite past; subject Envoys (conjunct); object truces",
        ],
    ),
    "shared auxiliary, negation and object": (
        """
        Police           NNS  4:nsubj     4:nsubj
        did|do           VBD  4:aux       4:aux
        not              RB   4:advmod    4:neg
        arrest           VB   0:root      0:ROOT
        or               CC   6:cc        4:cc
        charge           VB   4:conj      4:conj
        him              PRP  6:obj       6:dobj
        """,
        [
            "not arrest active finite past; subject Police; object him",
            "not charge active finite past; subject Police (conjunct); object him",
        ],
    ),
    "no negation across but": (
        """
        He               PRP  4:nsubj     4:nsubj
        will             MD   4:aux       4:aux
        not              RB   4:advmod    4:neg
        resign           VB   0:root      0:ROOT
        but              CC   6:cc        4:cc
        stay             VB   4:conj      4:conj
        """,
        [
            "not resign active finite future will; subject He",
            "stay active finite future will; subject He (conjunct)",
        ],
    ),
    "due to": (
        """
        Kolar            NNP  3:nsubj     2:nsubj
        was|be           VBD  3:cop       0:ROOT
        due              JJ   0:root      2:acomp
        to               TO   5:mark      5:aux
        meet             VB   3:xcomp     3:xcomp
        Ana              NNP  5:obj       7:compound
        Ruiz             NNP  6:flat      5:dobj
        """,
        [
            "due active finite past; subject Kolar; open to meet",
            "meet active infinitive; subject Kolar (control); object Ana Ruiz; < open to due",
        ],
    ),
    "raising": (
        """
        He               PRP  3:nsubj:pass 3:nsubjpass
        is|be            VBZ  3:aux:pass  3:auxpass
        reported|report  VBN  0:root      0:ROOT
        to               TO   6:mark      6:aux
        have             VB   6:aux       6:aux
        held|hold        VBN  3:xcomp     3:xcomp
        talks            NNS  6:obj       6:dobj
        """,
        [
            "report passive finite present; subject He; open to held",
            "hold active infinitive perfect; subject He (control); object talks; < open to reported",
        ],
    ),
    "existential": (
        """
        There            EX   2:expl      2:expl
        was|be           VBD  0:root      0:ROOT
        no               DT   4:det       4:det
        attack           NN   2:nsubj     2:attr
        near             IN   7:case      4:prep
        the              DT   7:det       7:det
        border           NN   4:nmod      5:pobj
        """,
        ["be active finite past there; subject no attack (none)"],
    ),
    "participle of result": (
        """
        A                DT   2:det       2:det
        bomb             NN   3:nsubj     3:nsubj
        exploded|explode VBD  0:root      0:ROOT
        Monday           NNP  3:obl:unmarked 3:npadvmod
        ,                ,    6:punct     3:punct
        hurting|hurt     VBG  3:advcl     3:advcl
        nobody           NN   6:obj       6:dobj
        """,
        [
            "explode active finite past; subject A bomb; - Monday; adverbial hurting",
            "hurt active participle; subject A bomb (adverbial); object nobody (none); < adverbial exploded",
        ],
    ),
    "relative subject and without": (
        """
        Rebels           NNS  6:nsubj     6:nsubj
        who              WP   3:nsubj     3:nsubj
        seized|seize     VBD  1:acl:relcl 1:relcl
        the              DT   5:det       5:det
        city             NN   3:obj       3:dobj
        left|leave       VBD  0:root      0:ROOT
        without          IN   8:mark      6:prep
        firing|fire      VBG  6:advcl     7:pcomp
        a                DT   10:det      10:det
        shot             NN   8:obj       8:dobj
        """,
        [
            "seize active finite past; subject Rebels (relative); object the city; < relative Rebels",
            "leave active finite past; subject Rebels; adverbial without firing",
            "not fire active participle; subject Rebels (adverbial); object a shot; < adverbial without left",
        ],
    ),
    "relative object across an infinitive": (
        """
        The              DT   2:det       2:det
        missiles         NNS  8:nsubj     8:nsubj
        Arland           NNP  4:nsubj     4:nsubj
        promised|promise VBD  2:acl:relcl 2:relcl
        to               TO   6:mark      6:aux
        deliver          VB   4:xcomp     4:xcomp
        have             VBP  8:aux       8:aux
        arrived|arrive   VBN  0:root      0:ROOT
        """,
        [
            "promise active finite past; subject Arland; open to deliver; < relative missiles",
            "deliver active infinitive; subject Arland (control); object The missiles; < open to promised",
            "arrive active finite present perfect; subject The missiles",
        ],
    ),
    "two objects": (
        """
        Arland           NNP  2:nsubj     2:nsubj
        gave|give        VBD  0:root      0:ROOT
        Borduria         NNP  2:iobj      2:dative
        arms             NNS  2:obj       2:dobj
        """,
        ["give active finite past; subject Arland; object arms; indirect Borduria"],
    ),
    "object and to": (
        """
        Arland           NNP  2:nsubj     2:nsubj
        gave|give        VBD  0:root      0:ROOT
        arms             NNS  2:obj       2:dobj
        to               IN   5:case      2:dative
        Borduria         NNP  2:obl       4:pobj
        """,
        ["give active finite past; subject Arland; object arms; to Borduria"],
    ),
    "going to and because of": (
        """
        The              DT   2:det       2:det
        army             NN   4:nsubj     4:nsubj
        is|be            VBZ  4:aux       4:aux
        going|go         VBG  0:root      0:ROOT
        to               TO   6:mark      6:aux
        withdraw         VB   4:xcomp     4:xcomp
        because          IN   9:case      6:prep
        of               IN   7:fixed     7:pcomp
        floods           NNS  6:obl       7:pobj
        """,
        ["withdraw active finite future be going to; subject The army; because of floods"],
    ),
    "copular noun": (
        """
        The              DT   2:det       2:det
        strike           NN   6:nsubj     3:nsubj
        was|be           VBD  6:cop       0:ROOT
        n't|not          RB   6:advmod    3:neg
        the              DT   6:det       6:det
        deadliest        NN   0:root      3:attr
        of               IN   9:case      6:prep
        the              DT   9:det       9:det
        war              NN   6:nmod      7:pobj
        """,
        ["not deadliest active finite past; subject The strike"],
    ),
    "copular place": (
        """
        He               PRP  4:nsubj     2:nsubj
        was|be           VBD  4:cop       0:ROOT
        in               IN   4:case      2:prep
        Oslo             NNP  0:root      3:pobj
        """,
        ["in oslo active finite past; subject He"],
    ),
    "headline with two verbs": (
        """
        Rebels           NNS  2:nsubj     2:nsubj
        seize            VBP  0:root      0:ROOT
        town             NN   2:obj       2:dobj
        ,                ,    5:punct     2:punct
        kill             VBP  2:conj      2:conj
        12               CD   5:obj       5:dobj
        """,
        [
            "seize active finite present; subject Rebels; object town",
            "kill active finite present; subject Rebels (conjunct); object 12",
        ],
    ),
    "headline of the future": (
        """
        Minister         NN   3:nsubj     3:nsubj
        to               TO   3:mark      3:aux
        visit            VB   0:root      0:ROOT
        Oslo             NNP  3:obj       3:dobj
        """,
        ["visit active infinitive future; subject Minister; object Oslo"],
    ),
    "headline of a passive": (
        """
        3                CD   2:nsubj:pass 2:nsubjpass
        killed|kill      VBN  0:root      0:ROOT
        in               IN   4:case      2:prep
        crash            NN   2:obl       3:pobj
        """,
        ["kill passive finite past; subject 3; in crash"],
    ),
    "quotation": (
        """
        The              DT   2:det       2:det
        war              NN   4:nsubj     3:nsubj
        is|be            VBZ  4:cop       7:ccomp
        over             JJ   7:ccomp     3:acomp
        ,                ,    7:punct     7:punct
        Kolar            NNP  7:nsubj     7:nsubj
        said|say         VBD  0:root      0:ROOT
        """,
        [
            "over active finite present; subject The war; < complement said",
            "say active finite past; subject Kolar; complement over",
        ],
    ),
    "accused of": (
        """
        She              PRP  2:nsubj     2:nsubj
        accused|accuse   VBD  0:root      0:ROOT
        him              PRP  2:obj       2:dobj
        of               IN   5:mark      2:prep
        selling|sell     VBG  2:advcl     4:pcomp
        arms             NNS  5:obj       5:dobj
        """,
        [
            "accuse active finite past; subject She; object him; adverbial of selling",
            "sell active participle; subject him (adverbial); object arms; < adverbial of accused",
        ],
    ),
    "called on": (
        """
        She              PRP  2:nsubj     2:nsubj
        called|call      VBD  0:root      0:ROOT
        on               IN   5:case      2:prep
        both             DT   5:det       5:det
        sides            NNS  2:obl       3:pobj
        to               TO   7:mark      7:aux
        stop             VB   2:xcomp     2:xcomp
        """,
        [
            "call active finite past; subject She; on both sides; open to stop",
            "stop active infinitive; subject both sides (control); < open to called",
        ],
    ),
    "reduced relative and failing": (
        """
        Envoys           NNS  6:nsubj     6:nsubj
        headed|head      VBN  1:acl       1:acl
        by               IN   4:case      2:agent
        Ana              NNP  2:obl:agent 5:compound
        Ruiz             NNP  4:flat      3:pobj
        failed|fail      VBD  0:root      0:ROOT
        to               TO   8:mark      8:aux
        agree            VB   6:xcomp     6:xcomp
        """,
        [
            "head passive participle; subject Envoys (modifier); agent Ana Ruiz; < modifier Envoys",
            "fail active finite past; subject Envoys; open to agree",
            "not agree active infinitive; subject Envoys (control); < open to failed",
        ],
    ),
}

UD = {  # name -> (UD parse, frames)
    "where": (
        """
        They             PRP  2:nsubj
        shelled|shell    VBD  0:root
        the              DT   4:det
        village          NN   2:obj
        where            WRB  8:advmod
        Kolar            NNP  8:nsubj:pass
        was|be           VBD  8:aux:pass
        born|bear        VBN  4:acl:relcl
        """,
        [
            "shell active finite past; subject They; object the village",
            "bear passive finite past; subject Kolar; where the village; < relative where village",
        ],
    ),
    "infinitive of what somebody enters into": (
        """
        Orrin            NNP  2:nsubj
        entered|enter    VBD  0:root
        into             IN   5:case
        a                DT   5:det
        contract         NN   2:obl
        with             IN   7:case
        Acme             NNP  5:nmod
        to               TO   9:mark
        buy              VB   5:acl
        mills|mill       NNS  9:obj
        """,
        [
            "enter active finite past; subject Orrin; into a contract",
            "buy active infinitive; subject Orrin (control); object mills; < modifier to contract",
        ],
    ),
    "stranded preposition": (
        """
        The              DT   2:det
        town             NN   6:nsubj
        they             PRP  4:nsubj
        lived|live       VBD  2:acl:relcl
        in               IN   2:case
        burned|burn      VBD  0:root
        """,
        [
            "live active finite past; subject they; in The town; < relative town",
            "burn active finite past; subject The town",
        ],
    ),
    "subject gap in a report": (
        """
        The              DT   2:det
        man              NN   7:nsubj:pass
        police           NNS  4:nsubj
        say              VBP  2:acl:relcl
        fled|flee        VBD  4:ccomp
        was|be           VBD  7:aux:pass
        seen|see         VBN  0:root
        """,
        [
            "say active finite present; subject police; complement fled; < relative man",
            "flee active finite past; subject The man (relative); < complement say",
            "see passive finite past; subject The man",
        ],
    ),
    "get-passive": (
        """
        The              DT   2:det
        firm             NN   4:nsubj:pass
        got|get          VBD  4:aux:pass
        fined|fine       VBN  0:root
        """,
        ["fine passive finite past; subject The firm"],
    ),
    "modal, perfect, passive, particle": (
        """
        It               PRP  5:nsubj:pass
        could            MD   5:aux
        have             VB   5:aux
        been|be          VBN  5:aux:pass
        carried|carry    VBN  0:root
        out              RP   5:compound:prt
        """,
        ["carry out passive finite perfect could; subject It"],
    ),
    "according to": (
        """
        According        VBG  3:case
        to               IN   1:fixed
        officials        NNS  7:obl
        no               DT   5:det
        ships            NNS  7:nsubj:pass
        were|be          VBD  7:aux:pass
        lost|lose        VBN  0:root
        """,
        ["lose passive finite past; subject no ships (none); according to officials"],
    ),
    "after and ahead of": (
        """
        After            IN   2:mark
        meeting|meet     VBG  5:advcl
        Kolar            NNP  2:obj
        he               PRP  5:nsubj
        flew|fly         VBD  0:root
        home             RB   5:advmod
        ahead            RB   5:advmod
        of               IN   9:case
        talks            NNS  7:obl
        """,
        [
            "meet active participle; subject he (adverbial); object Kolar; < adverbial after flew",
            "fly active finite past; subject he; ahead of talks; adverbial after meeting",
        ],
    ),
    "reporting clause in the middle": (
        """
        The              DT   2:det
        talks            NNS  6:nsubj
        he               PRP  4:nsubj
        said|say         VBD  6:parataxis
        had|have         VBD  6:aux
        failed|fail      VBN  0:root
        """,
        [
            "say active finite past; subject he; < beside failed; beside failed",
            "fail active finite past perfect; subject The talks; beside said",
        ],
    ),
    "title mistaken for a subject": (
        """
        President        NNP  3:nsubj
        Kolar            NNP  3:nsubj
        resigned|resign  VBD  0:root
        """,
        ["resign active finite past; subject Kolar"],
    ),
    "apposition mistaken for a subject": (
        """
        Kolar            NNP  5:nsubj
        ,                ,    5:punct
        envoy            NN   5:nsubj
        ,                ,    5:punct
        left|leave       VBD  0:root
        """,
        ["leave active finite past; subject Kolar"],
    ),
    "plan to": (
        """
        Arland           NNP  3:nmod:poss
        's               POS  1:case
        plan             NN   6:nsubj
        to               TO   5:mark
        rearm            VB   3:acl
        failed|fail      VBD  0:root
        """,
        [
            "rearm active infinitive; subject Arland (control); < modifier to plan",
            "fail active finite past; subject Arland 's plan",
        ],
    ),
    "first to fall": (
        """
        It               PRP  5:nsubj
        was|be           VBD  5:cop
        the              DT   5:det
        first            JJ   5:amod
        city             NN   0:root
        to               TO   7:mark
        fall             VB   5:acl
        """,
        [
            "city active finite past; subject It",
            "fall active infinitive; subject the first city (modifier); < modifier to city",
        ],
    ),
    "reduced relatives with an object and with a wrong tag": (
        """
        Arms             NNS  10:nsubj
        called|call      VBN  1:acl
        toys             NNS  2:obj
        ,                ,    5:punct
        sold|sell        VBN  1:acl
        and              CC   7:cc
        shipped|ship     VBD  5:conj
        in               IN   9:case
        June             NNP  7:obl
        burned|burn      VBD  0:root
        """,
        [
            "call passive participle; subject Arms (modifier); object toys; < modifier Arms",
            "sell passive participle; subject Arms (modifier); < modifier Arms",
            "ship passive finite past; subject Arms (conjunct); in June; < modifier Arms",
            "burn active finite past; subject Arms",
        ],
    ),
    "perfect shared by two verbs": (
        """
        He               PRP  3:nsubj
        has|have         VBZ  3:aux
        come             VBN  0:root
        and              CC   5:cc
        gone|go          VBN  3:conj
        """,
        [
            "come active finite present perfect; subject He",
            "go active finite present perfect; subject He (conjunct)",
        ],
    ),
    "imperative": (
        """
        Leave            VB   0:root
        and              CC   4:cc
        never            RB   4:advmod
        return           VB   1:conj
        """,
        ["leave active imperative", "not return active imperative"],
    ),
    "passive coordination": (
        """
        She              PRP  3:nsubj:pass
        was|be           VBD  3:aux:pass
        held|hold        VBN  0:root
        and              CC   5:cc
        freed|free       VBN  3:conj
        by               IN   7:case
        police           NNS  5:obl:agent
        """,
        [
            "hold passive finite past; subject She; agent police",
            "free passive finite past; subject She (conjunct); agent police",
        ],
    ),
    "not failing": (
        """
        He               PRP  4:nsubj
        did|do           VBD  4:aux
        n't|not          RB   4:advmod
        fail             VB   0:root
        to               TO   6:mark
        win              VB   4:xcomp
        """,
        [
            "not fail active finite past; subject He; open to win",
            "win active infinitive; subject He (control); < open to fail",
        ],
    ),
    "clauses in a row": (
        """
        He               PRP  2:nsubj
        said|say         VBD  0:root
        that             IN   5:mark
        rebels           NNS  5:nsubj
        fled|flee        VBD  2:ccomp
        and              CC   8:cc
        troops           NNS  8:nsubj
        followed|follow  VBD  5:conj
        """,
        [
            "say active finite past; subject He; complement that fled; complement that followed",
            "flee active finite past; subject rebels; < complement that said",
            "follow active finite past; subject troops; < complement that said",
        ],
    ),
    "object not shared by what needs none": (
        """
        They             PRP  2:nsubj
        came|come        VBD  0:root
        and              CC   4:cc
        took|take        VBD  2:conj
        it               PRP  4:obj
        """,
        [
            "come active finite past; subject They",
            "take active finite past; subject They (conjunct); object it",
        ],
    ),
}

NOUNS = {  # name -> (UD and CLEAR parse, noun, frame)
    "delivery": (
        """
        Arland           NNP  3:nmod:poss 3:poss
        's               POS  1:case      1:case
        delivery         NN   10:nsubj    10:nsubj
        of               IN   5:case      3:prep
        missiles         NNS  3:nmod      4:pobj
        to               IN   7:case      3:prep
        Borduria         NNP  3:nmod      6:pobj
        and              CC   9:cc        7:cc
        Sylda            NNP  7:conj      7:conj
        ended|end        VBD  0:root      0:ROOT
        """,
        "delivery",
        "delivery; possessive Arland; of missiles; to Borduria; to Sylda; subject of ended",
    ),
    "strikes": (
        """
        12               CD   5:nummod    5:nummod
        Bordurian        JJ   5:amod      5:amod
        army             NN   5:compound  5:compound
        air              NN   5:compound  5:compound
        strikes|strike   NNS  8:nsubj:pass 8:nsubjpass
        were|be          VBD  8:aux:pass  8:auxpass
        never            RB   8:advmod    8:neg
        reported|report  VBN  0:root      0:ROOT
        """,
        "strikes",
        "strike plural; compound army; compound air; adjective Bordurian; passive_subject of reported",
    ),
    "talks": (
        """
        They             PRP  2:nsubj     2:nsubj
        held|hold        VBD  0:root      0:ROOT
        no               DT   4:det       4:det
        talks|talk       NNS  2:obj       2:dobj
        between          IN   6:case      4:prep
        Arland           NNP  4:nmod      5:pobj
        and              CC   8:cc        6:cc
        Sylda            NNP  6:conj      6:conj
        """,
        "talks",
        "not talk plural; between Arland; between Sylda; object of held",
    ),
    "second of two": (
        """
        Its              PRP$ 2:nmod:poss 2:poss
        invasion         NN   7:nsubj     7:nsubj
        and              CC   4:cc        2:cc
        annexation       NN   2:conj      2:conj
        of               IN   6:case      4:prep
        Sylda            NNP  4:nmod      5:pobj
        lasted|last      VBD  0:root      0:ROOT
        """,
        "annexation",
        "annexation; possessive Its; of Sylda; subject of lasted",
    ),
    "whose": (
        """
        Ana              NNP  5:nsubj     5:nsubj
        whose            WP$  3:nmod:poss 3:poss
        trial            NN   4:nsubj     4:nsubj
        opened|open      VBD  1:acl:relcl 1:relcl
        wept|weep        VBD  0:root      0:ROOT
        """,
        "trial",
        "trial; possessive Ana; subject of opened",
    ),
}
