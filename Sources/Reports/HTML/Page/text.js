"use strict";

// What stands in the page, and the elements that show it. Whatever comes from a plan becomes text, never markup.

const facts = JSON.parse(document.getElementById("facts").textContent);

const byId = (id) => document.getElementById(id);

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/** The text with all that cannot be seen, or would reorder it, written out. */
function visible(text) {
  return String(text).replace(unseen, (character) => {
    const digits = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `\u27e8U+${digits}\u27e9`;
  });
}

/** An element with children; texts become text nodes, with all in them made visible. */
function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === "class") made.className = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  const shown = children.filter((child) => child !== null);
  made.append(...shown.map((child) => (child instanceof Node ? child : visible(child))));
  return made;
}

/** A text that comes from a plan, which may have any direction. */
function given(text, name = "span", style = "") {
  return element(name, { class: `given ${style}`.trim() }, text);
}

const grouping = new Intl.NumberFormat("en");

function number(count) {
  return count === null ? "?" : grouping.format(count);
}

function counted(count, word) {
  return `${number(count)} ${word}${count === 1 ? "" : "s"}`;
}

function byteSize(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit += 1;
  }
  return `${unit === 0 || bytes >= 10 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

/** A moment to the second; milliseconds only where there are any. */
function moment(milliseconds) {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return `${milliseconds} ms after 1970`;
  return date.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
}

function minute(milliseconds) {
  return moment(milliseconds).slice(0, 16);
}

const statuses = ["deleted", "unchanged", "modified", "diverged", "created"];

const words = {
  recover: "recover", withhold: "withhold", keep: "keep", exclude: "left out",
  recreated: "deleted and made again", content: "content differs", updated: "updated since",
  "backup-looks-newer": "the backup looks newer", "evidence-disagrees": "times and versions disagree",
  "same-version": "same version, other content", "unique-index": "unique index", erased: "erased",
  "strict-reference": "missing reference", schema: "does not fit the schema", "no-form": "no form for a value",
  "ambiguous-id": "ambiguous id", "no-key": "no key", "table-stopped": "table stopped",
};

function word(name) {
  return Object.hasOwn(words, name) ? words[name] : name;
}
