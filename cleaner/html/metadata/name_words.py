"""Words that are written as names of persons are, and are not."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_NAMES = _words("""
admin administrator author authors by contributor contributors editor editors guest guestauthor guestcontributor
none null nobody root staff staffwriter write post reply quote joined shares reddit categories nachricht test
undefined unknown user webmaster wpadmin wordpress siteadmin anonymous na superuser sysadmin online share follow
posts noauthor and und von par por di door in for text av af via vom am on the posted postedon publishedon
publishedby writtenby recipeby recipe uncategorized uncategorised humanstxt publisher redakteur autor autorin
auteur auteurs autore artikel artikelvon beitrag about aboutauthor abouttheauthor überdenautor guide default
author1 name firstname lastname allposts viewallposts viewprofile profile profil readmore more learnmore seemore
authorname home blog menu login log search next previous subscribe date datum updated update lastupdated
überden überdie aproposde sobreel sobrela acercade
published comments comment kommentare print email facebook twitter instagram linkedin youtube tiktok pinterest
sun mon tue wed thu fri sat january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today yesterday writer article organization person
""")
"""Letters of words in the place of a name."""


PHRASES = _words("""
populardemand landandsea airandsea design chance accident thenumbers numbers law train bus bike boat foot car
air sea land heart hand nature name default appointment invitation request proxy design night day morning
christmas easter
""")
"""Letters of what follows ``by`` and is not a name: ``By popular demand``."""

PHRASE_STARTS = _words("""
the a an our my your this that these all how why what when about zur zum zu im en insights der die das le les el
los la il lo
""")
"""Words that names do not begin with."""

PLACE_STARTS = _words("""
new los las san santa são saint st north south east west northern southern eastern western united hong rio
buenos tel cape fort port mount lake el le la great upper lower central
""")
"""Words with which the names of places begin."""

SECTION_WORD = re.compile(
    r"""\b(?: politics | political | business | sports? | culture | opinions? | lifestyle | entertainment
    | technology | science
        | health | local | national | world | international | economy | finance | markets? | education | environment
        | travel | food | music | film | movies? | books? | arts? | reviews? | features? | stories | story
        | interviews? | blogs? | guides?
        | articles? | videos? | podcasts? | events? | resources | tips | insights | analysis | updates? | tech
        | home | contact
        | about | us | politik | wirtschaft | kultur | panorama | wissen | gesundheit | regional | economía | cultura
        | política | deportes | société | économie | city | county | state | street | road | avenue | read | min
        | minutes? | share
        | print | exclusive | breaking | press | release | company | marketing | sales | design | software
        | security | data
        | management | service | case | study | studies | recipes? | product | products | shop | store | real
        | estate | cookie | privacy
        | policy | terms | free | best | top | how | what | why | learn | more | view | posts? | strategy | hr
        | online | angebote | ausstellung | übersicht | posts? | comments? | categories | category | tags?
        | by | on | of | for | to | and | in | with
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words in the names of sections, pages and buttons."""
