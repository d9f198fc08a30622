// PlanStore: keeps a plan in a file, and reads it again.
//
//   1. `PlanFile.write` puts every object of a plan that is not unchanged into one SQLite database, in one
//      transaction, beside the place, and gives it its name when it is complete;
//   2. `PlanFile` opens such a file, refuses what is none, and gives figures and objects, also to the page of a
//      report.
//
// The layout is described in Documentation/plan-file.md; `PlanSchema` is its one place in the code.
//
// What it does not promise: a plan file says what was true when the export was read.
