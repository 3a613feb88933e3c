// When: a histogram of events by day, month or year, with a brush. The two date fields say the same to a keyboard.

import { fill, h, svg } from "./dom.js";
import { count, dateWords } from "./words.js";

const HEIGHT = 52;
const DAY = 86_400_000;

const windows = new WeakMap(); // by element, the first and last day shown, and of which days

/** Draws how many events each stretch of time has, of pairs of a day and a number; `brush` gets the first and last day chosen. */
export function drawTimeline(element, days, { from, to }, brush) {
  const chosen = { from, to };
  const picture = h("div.bars");
  const clear = (from || to) && h("button.link", { type: "button", id: "timeline-clear", onclick: () => brush("", "") }, "All dates");
  const focused = element.contains(document.activeElement) ? document.activeElement.id : null;
  fill(
    element,
    h("div.dates", {},
      h("label", {}, h("span", {}, "From "), dateField("timeline-from", from, (value) => brush(value, to))),
      picture,
      h("label", {}, h("span", {}, "to "), dateField("timeline-to", to, (value) => brush(from, value))),
      clear),
  );
  if (!days.length) return fill(picture, h("p.quiet", {}, "No dated events."));
  const shown = windowOf(element, days, chosen);
  const move = (window) => {
    windows.set(element, { ...window, of: nameOf(days) });
    drawTimeline(element, days, chosen, brush);
  };
  const bins = binned(days, shown);
  fill(picture, bars(bins, chosen), moves(days, bins, chosen, move));
  brushed(picture.firstChild, bins, brush);
  picture.firstChild.addEventListener("wheel", (event) => wheeled(event, days, shown, move), { passive: false });
  if (focused) (element.querySelector(`#${focused}:not(:disabled)`) ?? element.querySelector("#timeline-whole"))?.focus();
}

function dateField(id, value, change) {
  const input = h("input", { type: "date", id, value });
  input.addEventListener("change", () => change(input.value));
  return input;
}

const nameOf = (days) => `${days.length} ${days[0][0]} ${days.at(-1)[0]}`;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/** The days shown: those chosen by zooming, else those between which nearly all events lie, and those of the filter. */
function windowOf(element, days, { from, to }) {
  const kept = windows.get(element);
  if (kept?.of === nameOf(days)) return kept;
  const { low, high } = usual(days);
  return { low: from && from < low ? from : low, high: to && to > high ? to : high };
}

const whole = (days) => ({ low: days[0][0], high: days.at(-1)[0] });

/** The days between which nearly all lie, with as much room again on either side. */
function usual(days) {
  const all = days.reduce((sum, [, number]) => sum + number, 0);
  const at = (part) => {
    let before = 0;
    return Date.parse(days.find(([, number]) => (before += number) > part * (all - 1))[0]);
  };
  const room = Math.max(at(0.85) - at(0.15), 31 * DAY);
  return within({ low: at(0.15) - room, high: at(0.85) + room }, days);
}

/** A window, in milliseconds, as days among those that have events. */
function within({ low, high }, days) {
  const { low: first, high: last } = whole(days);
  const [begins, ends] = [iso(Math.max(low, Date.parse(first))), iso(Math.min(high, Date.parse(last)))];
  return begins <= ends ? { low: begins, high: ends } : { low: first, high: last };
}

/** A window so many times as long, around the share `at` of it; never less than a week. */
function zoomed(days, { low, high }, ratio, at = 0.5) {
  const [begins, ends] = [Date.parse(low), Date.parse(high)];
  const length = Math.max(7 * DAY, (ends - begins) * ratio);
  const middle = begins + (ends - begins) * at;
  return within({ low: middle - length * at, high: middle + length * (1 - at) }, days);
}

/** Where in a window its middle event lies, from 0 to 1. */
function middleOf(days, { low, high }) {
  const shown = days.filter(([day]) => low <= day && day <= high);
  let left = shown.reduce((sum, [, number]) => sum + number, 0) / 2;
  const found = shown.find(([, number]) => (left -= number) <= 0);
  return found && low < high ? (Date.parse(found[0]) - Date.parse(low)) / (Date.parse(high) - Date.parse(low)) : 0.5;
}

function wheeled(event, days, shown, move) {
  event.preventDefault();
  const { left, width } = event.currentTarget.getBoundingClientRect();
  move(zoomed(days, shown, event.deltaY > 0 ? 1.5 : 1 / 1.5, (event.clientX - left) / width));
}

/** A window as long as this one that ends with the last event before it, or begins with the first after it. */
function beside(days, { low, high }, isBefore) {
  const length = Math.max(7 * DAY, Date.parse(high) - Date.parse(low));
  const day = Date.parse((isBefore ? days.findLast(([each]) => each < low) : days.find(([each]) => each > high))[0]);
  return within(isBefore ? { low: day - length, high: day } : { low: day, high: day + length }, days);
}

const STEPS = [["day", 92], ["month", 365 * 8], ["year", 365 * 100], ["decade", 365 * 1000], ["century", Infinity]]; // longest window, days
const MONTHS = { month: 1, year: 12, decade: 120, century: 1200 };

/** Stretches of time, all as long, that cover a window, each `{ begins, ends, number }`. */
function binned(days, { low, high }) {
  const span = (Date.parse(high) - Date.parse(low)) / DAY;
  const [step] = STEPS.find(([, most]) => span <= most);
  const bins = [];
  for (let begins = floored(low, step); begins <= high; begins = next(begins, step)) {
    bins.push({ begins, ends: iso(Date.parse(next(begins, step)) - DAY), number: 0 });
  }
  for (const [day, number] of days) if (day >= bins[0].begins && day <= bins.at(-1).ends) bins[place(bins, day)].number += number;
  return bins;
}

function floored(day, step) {
  const [year, month] = [day.slice(0, 4), day.slice(0, 7)];
  return { day, month: `${month}-01`, year: `${year}-01-01`, decade: `${year.slice(0, 3)}0-01-01`, century: `${year.slice(0, 2)}00-01-01` }[step];
}

const place = (bins, day) => bins.findLastIndex((bin) => bin.begins <= day);

function next(day, step) {
  const date = new Date(day);
  if (step === "day") date.setUTCDate(date.getUTCDate() + 1);
  else date.setUTCMonth(date.getUTCMonth() + MONTHS[step]);
  return iso(date);
}

function bars(bins, { from, to }) {
  const most = Math.max(...bins.map((bin) => bin.number));
  const gap = bins.length > 120 ? 0 : 0.15;
  const picture = svg("svg", { viewBox: `0 0 ${bins.length} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": said(bins) });
  bins.forEach(({ begins, ends, number }, index) => {
    const height = number ? Math.max(3, (number / most) * HEIGHT) : 0;
    const isOut = (from && ends < from) || (to && begins > to);
    picture.append(svg(`rect${isOut ? ".out" : ""}`, { x: index + gap / 2, width: 1 - gap, y: HEIGHT - height, height },
      svg("title", {}, `${dateWords(begins)}${begins === ends ? "" : ` – ${dateWords(ends)}`}: ${count(number, "event")}`)));
  });
  return picture;
}

const said = (bins) =>
  `${count(bins.reduce((sum, bin) => sum + bin.number, 0), "event")} from ${dateWords(bins[0].begins)} to ${dateWords(bins.at(-1).ends)}`;

/** The first and last day shown, how many events lie outside, and buttons that zoom. */
function moves(days, bins, { from, to }, move) {
  const shown = { low: bins[0].begins, high: bins.at(-1).ends };
  const sum = (isIn) => days.reduce((all, [day, number]) => (isIn(day) ? all + number : all), 0);
  const [earlier, later] = [sum((day) => day < shown.low), sum((day) => day > shown.high)];
  const button = (id, words, title, act, disabled = false) => h("button.link", { type: "button", id: `timeline-${id}`, title, "aria-label": title, disabled, onclick: act }, words);
  const isWhole = !earlier && !later;
  return h("div.ends", {},
    h("span", {}, dateWords(shown.low), earlier > 0 && [" ", button("earlier", `← ${earlier.toLocaleString("en")}`, `Show earlier dates: ${count(earlier, "event")}`, () => move(beside(days, shown, true)))]),
    h("span.zooms", { role: "group", "aria-label": "Zoom of the dates" },
      button("out", "−", "Show a longer time", () => move(zoomed(days, shown, 2)), isWhole),
      button("in", "+", "Show a shorter time", () => move(from || to ? within({ low: Date.parse(from || shown.low), high: Date.parse(to || shown.high) }, days) : zoomed(days, shown, 0.5, middleOf(days, shown))), Date.parse(shown.high) - Date.parse(shown.low) <= 7 * DAY),
      button("whole", "all", `Show all dates, ${dateWords(whole(days).low)} to ${dateWords(whole(days).high)}`, () => move(whole(days)))),
    h("span", {}, later > 0 && [button("later", `${later.toLocaleString("en")} →`, `Show later dates: ${count(later, "event")}`, () => move(beside(days, shown, false))), " "], dateWords(shown.high)));
}

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
