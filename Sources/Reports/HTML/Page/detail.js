// The object that is opened: what is known of it, and what has changed in it.

/** Its position; null where none is open. */
let opened = null;

function term(name, ...value) {
  return [element("dt", {}, name), element("dd", {}, ...value)];
}

function evidence(object) {
  const { backup, current } = object;
  const members = [["version", "Version", String], ["updated", "Updated", moment], ["created", "Created", moment]];
  const text = (value, shown) => (value === null ? "" : shown(value));
  return members.filter(([member]) => backup[member] !== null || current[member] !== null)
    .map(([member, name, shown]) => [name, text(backup[member], shown), text(current[member], shown)]);
}

/** A table with the backup's side beside that of the export. */
function sides(first, made) {
  const head = [first, "Backup", "Export"].map((name) => element("th", { scope: "col" }, name));
  return element("table", { class: "sides" }, element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...made));
}

function difference([path, kind, backup, current]) {
  const isMasked = backup === null && current === null;
  const side = (value, missingKind) => {
    if (value !== null) return given(value, "span", "value");
    return element("span", { class: "absent" }, kind === missingKind ? "absent" : isMasked ? "not shown" : "");
  };
  return element("tr", {},
    element("th", { scope: "row" }, given(path), element("div", { class: "note" }, kind)),
    element("td", {}, side(backup, "added")), element("td", {}, side(current, "removed")));
}

function detail(object) {
  const why = object.withheld ?? object.reason;
  const list = element("dl", {},
    ...(object.label === null ? [] : term("Id", given(object.id ?? "without an id", "span", "id"))),
    ...term("Table", given(object.table)),
    ...term("Status", swatch(object.status), object.status), ...term("Action", word(object.action)),
    ...(why === null ? [] : term("Why", word(why))),
    ...(object.detail === null ? [] : term("", given(object.detail))),
    ...(object.lastSeen === null ? [] : term("Last seen in", given(object.lastSeen))),
    ...(object.firstMissing === null ? [] : term("First missing in", given(object.firstMissing))));
  const made = [list];
  const rows = evidence(object);
  if (rows.length > 0) {
    made.push(element("h4", {}, "Versions and times"), sides("", rows.map(([name, ...values]) =>
      element("tr", {}, element("th", { scope: "row" }, name), ...values.map((value) => element("td", {}, value))))));
  }
  if (object.differences !== null) {
    const { rows, left } = object.differences;
    made.push(element("h4", {}, "What has changed"), sides("Member", rows.map(difference)));
    const rest = `and ${counted(left, "more difference")}, in the plan file`;
    if (left > 0) made.push(element("p", { class: "note" }, rest));
  }
  return made;
}

function open(index, movesFocus) {
  opened = index;
  const object = objects[index];
  byId("detail-title").replaceChildren(given(object.label ?? object.id ?? "without an id"));
  byId("detail-body").replaceChildren(...detail(object));
  byId("detail").hidden = false;
  byId("detail").scrollTop = 0;
  if (movesFocus) byId("detail-title").focus();
  draw();
}

function close() {
  if (opened === null) return;
  opened = null;
  byId("detail").hidden = true;
  grid.focus({ preventScroll: true });
  draw();
}
