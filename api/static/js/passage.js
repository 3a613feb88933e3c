// Words of an article with what is marked in them. Offsets count characters as Python does, so text is cut into those.

import { h } from "./dom.js";

/** Parts of a text that begins at `begin` of its article: `{ text, marks }`, each with the marks that lie over it. */
export function parts(text, begin, marks) {
  const letters = Array.from(text);
  const end = begin + letters.length;
  const inside = marks.filter((mark) => mark.begin < end && mark.end > begin);
  const cuts = new Set([begin, end]);
  for (const mark of inside) {
    cuts.add(Math.max(begin, mark.begin));
    cuts.add(Math.min(end, mark.end));
  }
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(1).map((to, index) => ({
    text: letters.slice(places[index] - begin, to - begin).join(""),
    marks: inside.filter((mark) => mark.begin <= places[index] && mark.end >= to),
  }));
}

/** The marks of a claim: its trigger, its fillers, and who says so. */
export function marksOf(claim) {
  const fillers = [...claim.fillers, ...claim.attributed_to].filter((filler) => filler.begin !== null);
  return [
    { begin: claim.trigger.begin, end: claim.trigger.end, role: "trigger", title: claim.class_label },
    ...fillers.map((filler) => ({ ...filler, title: ROLE_WORDS[filler.role] ?? filler.role })),
  ];
}

export const ROLE_WORDS = {
  agent: "who", patient: "whom or what", recipient: "to whom", place: "where", origin: "from where",
  destination: "to where", topic: "about what", instrument: "with what", attributedTo: "says so", title: "as what",
};

/** A passage with its marks; an innermost mark is the one that is shown. */
export function passage(text, begin, marks) {
  return parts(text, begin, marks).map((part) => {
    if (!part.marks.length) return part.text;
    const mark = part.marks.reduce((one, other) => (other.end - other.begin < one.end - one.begin ? other : one));
    return h("mark", { data: { role: mark.role }, title: mark.title }, part.text);
  });
}

/** A stretch of a text by offsets. */
export const cut = (text, begin, end) => Array.from(text).slice(begin, end).join("");
