// Totals, what a person should look at, the tables and the inputs.

function sum(member) {
  return facts.tables.reduce((total, table) => total + (table[member] ?? 0), 0);
}

function swatch(status) {
  return element("span", { class: `swatch ${status}`, "aria-hidden": "true" });
}

function showAbout() {
  const parts = [];
  if (facts.database) parts.push("Database ", given(facts.database), " · ");
  if (facts.created !== null) parts.push(`plan of ${minute(facts.created)} UTC · `);
  byId("about").append(...parts, counted(facts.tables.length, "table"));
}

function showTotals() {
  const notes = {
    deleted: "in the backup, gone now", unchanged: "the same on both sides", modified: "newer now: kept",
    diverged: "differ: look at them", created: "new since: kept",
  };
  const recovered = sum("recovered") - sum("leftOut");
  const card = (name, count, note, mark) => {
    const value = element("dd", {}, number(count), element("small", {}, note));
    const made = element("div", {}, element("dt", {}, name), value);
    if (mark) made.style.setProperty("--mark", `var(--${mark})`);
    return made;
  };
  const leftOut = sum("leftOut") > 0 ? `; ${number(sum("leftOut"))} left out` : "";
  byId("totals").append(
    card("To be recovered", recovered, `${number(sum("withheld"))} withheld${leftOut}`, null),
    ...statuses.map((status) => card(status[0].toUpperCase() + status.slice(1), sum(status), notes[status], status)),
  );
}

function showAttention() {
  for (const stop of facts.stops) {
    const title = element("strong", {}, "Stopped: ", stop.table === null ? "the run" : given(stop.table));
    const lifted = stop.liftedBy ? element("p", {}, "Lifted by ", given(stop.liftedBy, "code")) : null;
    byId("stops").append(
      element("div", { class: "stop" }, title, ` (${stop.guard})`, given(stop.message, "p"), lifted),
    );
  }
  for (const warning of facts.warnings) {
    const table = warning.table === null ? [] : [given(warning.table, "strong"), ": "];
    byId("warnings").append(element("li", {}, ...table, given(warning.message)));
  }
  if (facts.lostReferenceCount > 0) {
    const lost = byId("lost");
    lost.hidden = false;
    const verb = facts.lostReferenceCount === 1 ? "has" : "have";
    lost.querySelector("summary").textContent =
      `${counted(facts.lostReferenceCount, "kept object")} ${verb} lost references to what comes back`;
    const list = lost.querySelector("ul");
    for (const object of facts.lostReferences) {
      const targets = object.lost.flatMap((id, index) => [index > 0 ? ", " : "", given(id, "span", "id")]);
      list.append(element("li", {}, given(object.id, "span", "id"), " to ", ...targets));
    }
    const left = facts.lostReferenceCount - facts.lostReferences.length;
    if (left > 0) list.append(element("li", {}, `and ${number(left)} more, in the plan file`));
  }
  byId("attention").hidden = facts.stops.length + facts.warnings.length + facts.lostReferenceCount === 0;
}

/** The shares of the five statuses, as one bar. The figures stand beside it. */
function stack(table) {
  const bar = element("div", { class: "stack", "aria-hidden": "true" });
  for (const status of statuses) {
    if (!table[status]) continue;
    const part = element("span", { class: status, title: `${status}: ${number(table[status])}` });
    part.style.flex = `${table[status]} 1 0`;
    bar.append(part);
  }
  return bar;
}

function showTables() {
  const figures = ["backup", "current", ...statuses, "recovered", "withheld"];
  const names = { current: "export", recovered: "recover" };
  const head = figures.map((figure) =>
    element("th", { scope: "col", class: "number" }, statuses.includes(figure) ? swatch(figure) : null,
      names[figure] ?? figure));
  const cell = (count) => element("td", { class: count ? "number" : "number none" }, number(count));
  const stopped = new Set(facts.stops.map((stop) => stop.table));
  const row = (name, table, isStopped) =>
    element("tr", {},
      element("th", { scope: "row" }, name, isStopped ? element("span", { class: "badge" }, "stopped") : null),
      element("td", { class: "picture" }, stack(table)), ...figures.map((figure) => cell(table[figure])));
  const made = element("table", {},
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "table"), element("td", {}), ...head)),
    element("tbody", {}, ...facts.tables.map((table) => row(given(table.name), table, stopped.has(table.name)))));
  if (facts.tables.length > 1) {
    const all = Object.fromEntries(figures.map((figure) => [figure, sum(figure)]));
    made.append(element("tfoot", {}, row("all", all, false)));
  }
  byId("tables").append(made);
}

function showInputs() {
  const hash = (input) => (input.sha256 === null ? "" : given(input.sha256.slice(0, 16), "code"));
  const row = (input) =>
    element("tr", {},
      element("th", { scope: "row" }, input.kind), element("td", {}, given(input.name)),
      element("td", { class: "number" }, byteSize(input.bytes)),
      element("td", { class: "number" }, input.date === null ? "" : minute(input.date)),
      element("td", { title: input.sha256 }, hash(input)));
  const heads = [
    ["kind", ""], ["file", ""], ["size", "number"], ["date in the name", "number"], ["SHA-256, its start", ""],
  ].map(([name, style]) => element("th", { scope: "col", class: style }, name));
  byId("inputs").append(
    element("table", {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...facts.inputs.map(row))));
}
