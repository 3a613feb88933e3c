// When: a histogram of events by day, month or year, with a brush. The two date fields say the same to a keyboard.

import { fill, h, svg } from "./dom.js";
import { count, dateWords } from "./words.js";

const HEIGHT = 52;
const DAY = 86_400_000;

/** Draws how many events each stretch of time has, of pairs of a day and a number; `brush` gets the first and last day chosen. */
export function drawTimeline(element, days, { from, to }, brush) {
  const bins = binned(days);
  const picture = h("div.bars");
  const clear = (from || to) && h("button.link", { type: "button", onclick: () => brush("", "") }, "All dates");
  fill(
    element,
    h("div.dates", {},
      h("label", {}, h("span", {}, "From "), dateField("timeline-from", from, (value) => brush(value, to))),
      picture,
      h("label", {}, h("span", {}, "to "), dateField("timeline-to", to, (value) => brush(from, value))),
      clear),
  );
  if (!bins.length) return fill(picture, h("p.quiet", {}, "No dated events."));
  fill(picture, bars(bins, { from, to }), ends(bins));
  brushed(picture.firstChild, bins, brush);
}

function dateField(id, value, change) {
  const input = h("input", { type: "date", id, value });
  input.addEventListener("change", () => change(input.value));
  return input;
}

/** Stretches of time from the first to the last day, each `{ begins, ends, number }`; few far days share a bar. */
function binned(counts) {
  if (!counts.length) return [];
  const [low, high] = usual(counts);
  const days = counts.map(([day]) => day);
  const near = days.filter((day) => day >= low && day <= high);
  const span = (Date.parse(near.at(-1)) - Date.parse(near[0])) / DAY;
  const step = span <= 92 ? "day" : span <= 365 * 6 ? "month" : "year";
  const bins = [];
  for (let begins = floored(near[0], step); begins <= near.at(-1); begins = next(begins, step)) {
    bins.push({ begins, ends: iso(Date.parse(next(begins, step)) - DAY), number: 0 });
  }
  if (days[0] < low) bins.unshift({ begins: days[0], ends: iso(Date.parse(bins[0].begins) - DAY), number: 0, isFar: true });
  if (days.at(-1) > high) bins.push({ begins: next(bins.at(-1).ends, "day"), ends: days.at(-1), number: 0, isFar: true });
  for (const [day, number] of counts) bins[place(bins, day)].number += number;
  return bins;
}

/** The days between which nearly all lie, with as much room again on either side. */
function usual(counts) {
  const all = counts.reduce((sum, [, number]) => sum + number, 0);
  const at = (part) => {
    let before = 0;
    return Date.parse(counts.find(([, number]) => (before += number) > part * (all - 1))[0]);
  };
  const room = Math.max(at(0.85) - at(0.15), 31 * DAY);
  return [iso(at(0.15) - room), iso(at(0.85) + room)];
}

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const floored = (day, step) => ({ day, month: `${day.slice(0, 7)}-01`, year: `${day.slice(0, 4)}-01-01` })[step];
const place = (bins, day) => Math.max(0, bins.findLastIndex((bin) => bin.begins <= day));

function next(day, step) {
  const date = new Date(day);
  if (step === "day") date.setUTCDate(date.getUTCDate() + 1);
  else if (step === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCFullYear(date.getUTCFullYear() + 1);
  return iso(date);
}

function bars(bins, { from, to }) {
  const most = Math.max(...bins.map((bin) => bin.number));
  const gap = bins.length > 120 ? 0 : 0.15;
  const picture = svg("svg", { viewBox: `0 0 ${bins.length} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": said(bins) });
  bins.forEach(({ begins, ends, number, isFar }, index) => {
    const height = number ? Math.max(3, (number / most) * HEIGHT) : 0;
    const isOut = (from && ends < from) || (to && begins > to);
    picture.append(svg(`rect${isOut ? ".out" : ""}${isFar ? ".far" : ""}`, { x: index + gap / 2, width: 1 - gap, y: HEIGHT - height, height },
      svg("title", {}, `${dateWords(begins)}${begins === ends ? "" : ` – ${dateWords(ends)}`}: ${count(number, "event")}`)));
  });
  return picture;
}

const said = (bins) =>
  `${count(bins.reduce((sum, bin) => sum + bin.number, 0), "event")} from ${dateWords(bins[0].begins)} to ${dateWords(bins.at(-1).ends)}`;

const ends = (bins) =>
  h("div.ends", { "aria-hidden": "true" }, h("span", {}, dateWords(bins[0].begins)), h("span", {}, dateWords(bins.at(-1).ends)));

/** Dragging over the bars chooses a stretch of time; a click chooses one bar. */
function brushed(picture, bins, brush) {
  let first = null;
  const veil = svg("rect.veil", { y: 0, height: HEIGHT, width: 0 });
  picture.append(veil);
  const at = (event) => {
    const { left, width } = picture.getBoundingClientRect();
    return Math.min(bins.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * bins.length)));
  };
  const range = (event) => [Math.min(first, at(event)), Math.max(first, at(event))];
  picture.addEventListener("pointerdown", (event) => {
    first = at(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (first === null) return;
    const [low, high] = range(event);
    veil.setAttribute("x", low);
    veil.setAttribute("width", high - low + 1);
  });
  picture.addEventListener("pointerup", (event) => {
    if (first === null) return;
    const [low, high] = range(event);
    first = null;
    brush(bins[low].begins, bins[high].ends);
  });
}
