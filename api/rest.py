"""The routes of the REST interface. Every answer is a model of `api/models.py`; every error is problem+json.

GET /entities?q=&type=&min_sources=&named=&limit=&offset=          Entities; q knows typing errors and beginnings
GET /entities/{id}                                                EntityDetail
GET /entities/{id}/claims?with=&{filters}&limit=&offset=          Claims; with: another entity's id
GET /entities/{id}/timeline?{filters}&limit=&offset=              Timeline
GET /entities/{id}/neighbourhood?{filters}&limit=&between=        Neighbourhood; between=true: also edges among neighbours
GET /claims?id=&id=                                               Claims of these ids, in their order, at most 100
GET /events?q=&type=&{filters}&limit=&offset=                     Events; type: event or state; q: words of the label
GET /events/{id}                                                  EventDetail
GET /articles?q=&publisher=&from=&to=&limit=&offset=              Articles; q: words of the headline or source
GET /articles/{id}                                                ArticleDetail
GET /sentences?q=&{filters}&limit=&offset=                        Sentences
GET /paths?from_id=&to_id=&{filters}&max_hops=&limit=             Paths; `from` and `to` do as well as from_id, to_id
GET /overview?limit=                                              Overview
GET /classes                                                      Classes
GET /stats                                                        Stats
GET /health                                                       Health

{filters}, each may be given several times where it says so:
  class=Meeting          several; names as in /classes
  family=Diplomacy       several
  from=2024-03-01        days that the claim's time touches, or the article's day where none is told
  to=2024-03-31
  factuality=actual      several
  attributed_to=<id>     several: claims that one of these entities is the source of; `none`: the article's own voice
  source=<id or name>    several: an article's id, or a publisher's whole name
  min_sources=2          the event (of an edge: the edge) is told by as many articles that do not copy one another

limit is 20 if not given (neighbourhood 50, overview 2,000), at most 500 (overview 20,000); offset at most 100,000.
"""
