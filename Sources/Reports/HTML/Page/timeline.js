// When the deleted objects were last changed: an accident is a peak.

const minuteLength = 60_000, hourLength = 60 * minuteLength, dayLength = 24 * hourLength;
const mostBins = 60;

/** Bins of one length, which begin at a moment that people know. */
function fixedUnit(name, length, offset = 0) {
  return {
    name, index: (time) => Math.floor((time + offset) / length), start: (index) => index * length - offset,
    shown: length < dayLength ? 16 : 10,
  };
}

function monthUnit(name, months) {
  return {
    name,
    index: (time) => {
      const date = new Date(time);
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
    },
    start: (index) => new Date(0).setUTCFullYear(Math.floor((index * months) / 12), (index * months) % 12, 1),
    shown: months < 12 ? 7 : 4,
  };
}

const units = [
  fixedUnit("minute", minuteLength), fixedUnit("5 minutes", 5 * minuteLength),
  fixedUnit("15 minutes", 15 * minuteLength), fixedUnit("hour", hourLength),
  fixedUnit("6 hours", 6 * hourLength), fixedUnit("day", dayLength),
  // The first day of 1970 was a Thursday; weeks begin on Mondays.
  fixedUnit("week", 7 * dayLength, 3 * dayLength),
  monthUnit("month", 1), monthUnit("quarter", 3), monthUnit("year", 12), monthUnit("decade", 120),
];

/** How many of the times fall into each bin, of the finest unit that does not make too many. */
function histogram(times) {
  let first = Infinity, last = -Infinity;
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const unit = units.find((unit) => unit.index(last) - unit.index(first) < mostBins) ?? units.at(-1);
  const start = unit.index(first);
  const counts = new Array(Math.min(unit.index(last) - start + 1, 1000)).fill(0);
  for (const time of times) counts[Math.min(unit.index(time) - start, counts.length - 1)] += 1;
  return { unit, bins: counts.map((count, index) => ({ time: unit.start(start + index), count })) };
}

function drawing(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function showTimeline() {
  const deleted = objects.filter((object) => object.status === "deleted");
  const times = deleted.map((object) => object.backup.updated ?? object.backup.created).filter((time) => time !== null);
  if (times.length === 0) return;
  const { unit, bins } = histogram(times);
  const most = bins.reduce((most, bin) => Math.max(most, bin.count), 0);
  const label = (bin) => moment(bin.time).slice(0, unit.shown);

  const width = 1000, height = 170, left = 44, bottom = 22, top = 8;
  const step = Math.min((width - left) / bins.length, 120), room = height - bottom - top;
  const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  for (const share of most > 1 ? [0, 0.5, 1] : [0, 1]) {
    const y = top + room * (1 - share);
    if (!Number.isInteger(most * share)) continue;
    svg.append(
      drawing("line", { x1: left, x2: width, y1: y, y2: y }),
      drawing("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, number(most * share)));
  }
  const every = Math.ceil(90 / step);
  bins.forEach((bin, index) => {
    const size = bin.count === 0 ? 0 : Math.max((room * bin.count) / most, 2);
    const x = left + index * step;
    const bar = drawing("rect", { x: x + step * 0.08, y: top + room - size, width: step * 0.84, height: size, rx: 1 });
    bar.append(drawing("title", {}, `${label(bin)}: ${number(bin.count)}`));
    svg.append(bar);
    if (index % every === 0 && x < width - 90) svg.append(drawing("text", { x, y: height - 6 }, label(bin)));
  });

  const unknown = deleted.length - times.length;
  const caption = `Deleted objects by ${unit.name}${unknown > 0 ? `; of ${number(unknown)} nothing says when` : ""}`;
  const rows = bins.filter((bin) => bin.count > 0).map((bin) => {
    const count = element("td", { class: "number" }, number(bin.count));
    return element("tr", {}, element("th", { scope: "row" }, label(bin)), count);
  });
  byId("timeline").hidden = false;
  byId("timeline").querySelector("figure").append(
    element("figcaption", {}, caption), svg,
    element("details", {}, element("summary", {}, "The figures"), element("table", {}, element("tbody", {}, ...rows))));
}
