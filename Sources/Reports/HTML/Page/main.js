// Shows the page, and listens.

showAbout();
showTotals();
showAttention();
showTables();
showTimeline();
showInputs();
fillFilters();
showColumns();
showFromTop();

const filter = () => {
  select();
  showFromTop();
};
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("input", filter);
// The fields are empty only after the event.
byId("filters").addEventListener("reset", () => setTimeout(filter));
byId("tick-all").addEventListener("change", (event) => {
  for (const index of shown) setTicked(index, event.target.checked);
  showCount();
  draw();
});
byId("save").addEventListener("click", saveIds);
byId("close").addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target !== byId("search")) close();
});
grid.addEventListener("keydown", pressed);
grid.addEventListener("scroll", drawSoon, { passive: true });
rows.addEventListener("click", clicked);
addEventListener("resize", drawSoon);
addEventListener("beforeprint", () => setPrinted(true));
addEventListener("afterprint", () => setPrinted(false));
