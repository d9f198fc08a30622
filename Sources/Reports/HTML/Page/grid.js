// The grid: only the rows that can be seen are elements, so that any number of objects can be looked through.

// As the style has it. Browsers end a page at some 17 million pixels, which is 400,000 rows.
const rowHeight = 44;
const spareRows = 6;

const grid = byId("grid");
const rows = byId("rows");
/** The place of the row at which the keyboard is, among those that are shown. */
let active = 0;
let pending = false;
/** Whether the page is being printed, which shows rows without scrolling. */
let isPrinted = false;
const mostPrinted = 1000;

function showColumns() {
  const heads = columns.map((column, index) => {
    const button = element("button", { type: "button" }, column.name);
    const head = element("div", { role: "columnheader", "aria-colindex": index + 2, "aria-sort": "none" }, button);
    button.addEventListener("click", () => {
      order.isDescending = order.column === column && !order.isDescending;
      order.column = column;
      for (const other of byId("columns").querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", order.isDescending ? "descending" : "ascending");
      sort();
      showFromTop();
    });
    return head;
  });
  byId("columns").append(
    element("div", { role: "columnheader", "aria-colindex": 1, "aria-label": "Ticked" }), ...heads);
  grid.setAttribute("aria-colcount", columns.length + 1);
}

function cell(column, ...children) {
  return element("div", { role: "gridcell", "aria-colindex": column }, ...children);
}

function gridRow(place) {
  const index = shown[place], object = objects[index];
  const tick = element("input", { type: "checkbox", tabindex: "-1", "aria-label": "Tick" });
  tick.checked = ticked.has(index);
  tick.disabled = !isTickable(object);
  const name = cell(2);
  name.classList.add("object");
  if (object.label !== null) name.append(given(object.label, "span", "label"));
  name.append(given(object.id ?? "without an id", "span", "id"));
  const time = lastChanged(object);
  const changed = cell(6, time === null ? "" : minute(time));
  changed.classList.add("time");
  const row = element("div",
    { role: "row", id: `row-${place}`, "aria-rowindex": place + 2, "aria-selected": String(ticked.has(index)) },
    cell(1, tick), name, cell(3, given(object.table)), cell(4, swatch(object.status), object.status),
    cell(5, word(object.action)), changed, cell(7, word(object.withheld ?? object.reason ?? "")));
  row.classList.toggle("active", place === active);
  row.classList.toggle("opened", index === opened);
  row.style.top = `${place * rowHeight}px`;
  return row;
}

function draw() {
  pending = false;
  const header = byId("columns").offsetHeight;
  const first = isPrinted ? 0 : Math.max(0, Math.floor(grid.scrollTop / rowHeight) - spareRows);
  const end = isPrinted
    ? Math.min(shown.length, mostPrinted)
    : Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight - header) / rowHeight) + spareRows);
  const made = [];
  for (let place = first; place < end; place += 1) made.push(gridRow(place));
  if (shown.length === 0) {
    made.push(element("div", { role: "row" }, element("div", { role: "gridcell", class: "empty" }, "No such object")));
  }
  if (isPrinted && end < shown.length) byId("count").append(`; the first ${number(end)} are printed`);
  rows.style.height = `${Math.max(isPrinted ? end : shown.length, 1) * rowHeight}px`;
  rows.replaceChildren(...made);
  if (active >= first && active < end) grid.setAttribute("aria-activedescendant", `row-${active}`);
  else grid.removeAttribute("aria-activedescendant");
}

function setPrinted(value) {
  isPrinted = value;
  showCount();
  draw();
}

function drawSoon() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(draw);
}

function showCount() {
  const all = shown.length === objects.length ? counted(objects.length, "object")
    : `${number(shown.length)} of ${counted(objects.length, "object")}`;
  byId("count").textContent = `${all}, ${number(ticked.size)} ticked`;
  byId("save").disabled = ticked.size === 0;
  const canBeTicked = shown.filter((index) => isTickable(objects[index]));
  const isTicked = canBeTicked.filter((index) => ticked.has(index)).length;
  byId("tick-all").checked = isTicked > 0 && isTicked === canBeTicked.length;
  byId("tick-all").indeterminate = isTicked > 0 && isTicked < canBeTicked.length;
}

function showFromTop() {
  active = 0;
  grid.scrollTop = 0;
  grid.setAttribute("aria-rowcount", shown.length + 1);
  showCount();
  drawSoon();
}

function setTicked(index, isTicked) {
  if (!isTickable(objects[index])) return;
  if (isTicked) ticked.add(index);
  else ticked.delete(index);
}

function toggle(place) {
  setTicked(shown[place], !ticked.has(shown[place]));
  showCount();
  draw();
}

function moveTo(place) {
  active = Math.max(0, Math.min(place, shown.length - 1));
  const top = active * rowHeight, room = grid.clientHeight - byId("columns").offsetHeight;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + rowHeight > grid.scrollTop + room) grid.scrollTop = top + rowHeight - room;
  draw();
}

function pressed(event) {
  if (event.target !== grid || shown.length === 0) return;
  const page = Math.max(1, Math.floor(grid.clientHeight / rowHeight) - 2);
  const actions = {
    ArrowDown: () => moveTo(active + 1), ArrowUp: () => moveTo(active - 1),
    PageDown: () => moveTo(active + page), PageUp: () => moveTo(active - page),
    Home: () => moveTo(0), End: () => moveTo(shown.length - 1),
    " ": () => toggle(active), Enter: () => open(shown[active], true),
  };
  const action = actions[event.key];
  if (!action || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  action();
}

function clicked(event) {
  const row = event.target.closest("[id^='row-']");
  if (row === null) return;
  active = Number(row.id.slice("row-".length));
  if (event.target.closest("[aria-colindex='1']")) toggle(active);
  else open(shown[active], false);
  grid.focus({ preventScroll: true });
}
