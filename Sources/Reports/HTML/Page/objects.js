// The objects of the page, which of them are shown, and in which order.

const objects = JSON.parse(byId("rows-data").textContent).map((row) => ({
  id: row[0], table: facts.tables[row[1]]?.name ?? "", status: row[2], reason: row[3], action: row[4], withheld: row[5],
  detail: row[6], label: row[7], lastSeen: row[8], firstMissing: row[9],
  backup: { version: row[10], updated: row[11], created: row[12] },
  current: { version: row[13], updated: row[14], created: row[15] },
  differences: row[16],
}));

/** When the object was last changed, on the side that has it. */
function lastChanged(object) {
  const { backup, current } = object;
  return backup.updated ?? backup.created ?? current.updated ?? current.created;
}

/** Whether a line of a file can hold the id. */
function isTickable(object) {
  return object.id !== null && !/[\n\v\f\r\u0085\u2028\u2029]|^\s|\s$/.test(object.id);
}

const columns = [
  { name: "Object", key: (object) => (object.label ?? object.id ?? "").toLowerCase() },
  { name: "Table", key: (object) => object.table },
  { name: "Status", key: (object) => statuses.indexOf(object.status) },
  { name: "Action", key: (object) => word(object.action) },
  { name: "Last changed", key: lastChanged },
  { name: "Why", key: (object) => word(object.withheld ?? object.reason ?? "") },
];

const filters = [
  { id: "filter-status", all: "all", value: (object) => object.status },
  { id: "filter-action", all: "all", value: (object) => object.action },
  { id: "filter-table", all: "all", value: (object) => object.table },
  { id: "filter-withheld", all: "any reason or none", value: (object) => object.withheld },
];

/** Which of the objects are shown, by their positions, in the order in which they are. */
let shown = objects.map((_, index) => index);
const ticked = new Set();
const order = { column: null, isDescending: false };

let texts = null;

/** Where an object is looked for. */
function searched(index) {
  texts ??= objects.map((object) => `${object.label ?? ""}\n${object.id ?? ""}`.toLowerCase());
  return texts[index];
}

function select() {
  const wanted = filters.map((filter) => [filter.value, byId(filter.id).value]).filter(([, value]) => value !== "");
  const text = byId("search").value.trim().toLowerCase();
  shown = [];
  objects.forEach((object, index) => {
    const isWanted = wanted.every(([value, choice]) => `=${value(object)}` === choice);
    if (isWanted && (text === "" || searched(index).includes(text))) shown.push(index);
  });
  sort();
}

function sort() {
  if (order.column === null) return;
  const keys = objects.map(order.column.key);
  const sign = order.isDescending ? -1 : 1;
  shown.sort((first, second) => {
    const [one, other] = [keys[first], keys[second]];
    if (one === other) return first - second;
    // What is not known comes last in either order.
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -sign : sign;
  });
}

function fillFilters() {
  for (const filter of filters) {
    const counts = new Map();
    for (const object of objects) {
      const value = filter.value(object);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    // A value may be any text, and is told from no choice at all.
    byId(filter.id).append(
      element("option", { value: "" }, filter.all),
      ...Array.from(counts, ([value, count]) =>
        element("option", { value: `=${value}` }, `${word(value)} (${number(count)})`)));
  }
}

function saveIds() {
  const ids = Array.from(ticked).sort((first, second) => first - second).map((index) => `${objects[index].id}\n`);
  const link = element("a", { download: "ids.txt", href: URL.createObjectURL(new Blob(ids, { type: "text/plain" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
