// Reports: says what a plan holds, to people and to programs.
//
// `PlanText` is the plan as a person reads it in a terminal; `PlanJSON` the one JSON document that
// programs depend on; `DifferenceText` and `DifferenceJSON` say for both what has changed in an object.
// `HTMLReport` is a plan as one page for a browser; it is told what stands on it by a `ReportSource`.
// `StopText`, `WarningText` and `DamageText` turn what the modules below say as data into sentences: what
// is wrong, where, what to do next.
//
// Whatever comes from an input is made safe for a terminal on the way (`visible`); in a page it is text, and never
// markup.
//
// What it does not promise: it shows ids and the values of unique indexes, and other content only where differences
// were asked for.
