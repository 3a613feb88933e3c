// A claim as people check it: the sentence with its words marked, who says so, when, and the article around it.

import * as api from "./api.js";
import { failed, fill, h, loading, safeUrl } from "./dom.js";
import { canEdit, reason, rejectClaim } from "./edit.js";
import { cut, marksOf, passage, ROLE_WORDS } from "./passage.js";
import { called, capital, dateWords, distinct, FACTUALITY, factualityLabel, IMPLIED, timeWords } from "./words.js";

const AROUND = 600; // characters of the article before and after a sentence

/** Claims as a list. `link` gives the address of a state that shows something. */
export function evidence(claims, link, options = {}) {
  return h("ol.evidence", {}, claims.map((claim) => h("li", {}, claimCard(claim, link, options))));
}

export function claimCard(claim, link, { differing = [], isEventKnown = false, canReject = false } = {}) {
  return h(
    "article.claim", { data: { claim: claim.id }, tabindex: -1, "aria-label": claim.class_label },
    h("p.claim-head", {},
      factualityBadge(claim.factuality, claim.family),
      isEventKnown ? h("span", {}, capital(claim.class_label)) : h("a", { href: link({ show: `event:${claim.event.id}` }) }, capital(claim.class_label)),
      claim.uncertain && h("span.badge.uncertain", { title: `Confidence ${claim.confidence.toFixed(2)}, below the threshold of the build` }, "Uncertain"),
      claim.disputes.length > 0 && h("a.badge.disputed", { href: link({ show: `event:${claim.event.id}` }) }, "Contradicted"),
    ),
    h("blockquote", {}, passage(claim.sentence.text, claim.sentence.begin, marksOf(claim))),
    says(claim, link),
    facts(claim, link, differing),
    byline(claim.article, link, claim.sentence.begin),
    around(claim),
    canEdit() ? rejectClaim(claim) : canReject && reject(claim),
  );
}

/** How an end of an edge is known, if no claim names it; nothing for other edges. */
export const inferredBadge = (edge) => edge.inferred && impliedBadge("inferred");

export const uncertainBadge = ({ uncertain }) => uncertain && h("span.badge.uncertain", { title: "kg may have misread this: its confidence is below the threshold of the build" }, "Uncertain");

function impliedBadge(kind) {
  const { label, title } = IMPLIED[kind];
  return h("span.badge.implied", { title }, label);
}

/** What a claim of a family says of its event or state. */
export function factualityBadge(factuality, family) {
  return h("span.badge", { title: FACTUALITY[factuality].title, data: { factuality } }, factualityLabel(factuality, family));
}

function says(claim, link) {
  if (!claim.attributed_to.length) return h("p.says", {}, "Stated by the article itself");
  return h("p.says", {}, "According to ", distinct(claim.attributed_to, meant).map((one, index) => [index ? ", " : "", named(one, link)]));
}

/** How to dismiss a claim that is wrong where the server only reads. */
function reject(claim) {
  const why = reason();
  const command = () => `kg reject '${claim.iri}'${why.value.trim() ? ` --why ${quoted(why.value.trim())}` : ""}`;
  const shown = h("code.command", {}, command());
  why.addEventListener("input", () => { shown.textContent = command(); });
  const note = h("span.quiet", { role: "status" });
  const copy = h("button.link", { type: "button", onclick: async () => {
    try {
      await navigator.clipboard.writeText(command());
      note.textContent = " Copied";
    } catch {
      note.textContent = " Select the command to copy it";
    }
  } }, "Copy");
  return h("details", {}, h("summary", {}, "Dismiss this claim"),
    h("p", {}, h("label", {}, "Reason (optional) ", why)),
    h("p.quiet", {}, "If the claim is misread or withdrawn, run this command; it keeps the reason, and kg accept undoes it:"), h("p", {}, shown, " ", copy, note));
}

/** Words as one argument of a shell. */
const quoted = (words) => `'${words.replaceAll("'", "'\\''")}'`;

export const named = (filler, link) =>
  filler.entity ? h("a", { href: link({ show: `entity:${filler.entity.id}` }) }, called(filler)) : `“${filler.text}”`;

/** Whom a filler means: several words of a sentence may mean one. */
const meant = (filler) => filler.entity?.id ?? filler.text;

/** What implies a filler that the claim's sentence does not name: the rule, and the sentences. */
function implied({ implied: why }) {
  if (!why) return null;
  return [" ", impliedBadge(why.kind), h("details.why", {}, h("summary", {}, why.rule), why.sentences.map((one) => h("q", {}, one.text)))];
}

/** When it was, and the words for that if they are others. */
function time(interval) {
  const day = timeWords(interval);
  return [day, interval.words && interval.words !== day && h("q", {}, interval.words)];
}

/** What a claim says, role by role; `differing` names what another claim contradicts. */
function facts(claim, link, differing) {
  const fillers = distinct(claim.fillers.filter((one) => !one.is_pronoun), (one) => `${one.role} ${meant(one)}`);
  const rows = fillers.map((filler) => [filler.role, ROLE_WORDS[filler.role] ?? filler.role, [named(filler, link), implied(filler)]]);
  if (claim.time) rows.push(["time", "when", time(claim.time)]);
  for (const one of claim.quantities) rows.push([one.name, one.name, quantity(one)]);
  if (differing.includes("factuality")) rows.push(["factuality", "reported as", FACTUALITY[claim.factuality].label]);
  return h("dl.facts", {}, rows.map(([key, name, value]) => {
    const isDiffering = differing.includes(key);
    return h(isDiffering ? "div.differs" : "div", {}, h("dt", {}, name), h("dd", {}, value, isDiffering && h("span.hidden", {}, " (differs)")));
  }));
}

export const quantity = ({ value, unit, modifier }) =>
  [modifier, value.toLocaleString("en"), unit].filter(Boolean).join(" ");

/** Headline, publisher and day of an article; its link leads to the sentence that begins at `begin`. */
export function byline(article, link, begin) {
  const parts = [article.publisher, dateWords(article.published)].filter(Boolean).join(" · ");
  const url = article.url && safeUrl(article.url);
  return h("p.byline", {},
    h("a", { href: link({ show: begin === undefined ? `article:${article.id}` : `article:${article.id}:${begin}` }) }, article.title),
    parts && h("span", {}, parts),
    url && h("a.out", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, "original"),
  );
}

/** The article around a sentence, loaded when it is opened. */
function around(claim) {
  const place = h("div.around", {}, loading());
  const details = h("details", {}, h("summary", {}, "In the article"), place);
  details.addEventListener("toggle", async () => {
    try {
      const { text } = await api.article(claim.article.id);
      const { begin, end } = claim.sentence;
      const from = Math.max(0, begin - AROUND);
      fill(place, h("p", {}, from > 0 && "… ", passage(cut(text, from, end + AROUND), from, [{ begin, end, role: "sentence" }, ...marksOf(claim)]), " …"));
    } catch (error) {
      fill(place, failed(error));
    }
  }, { once: true });
  return details;
}
