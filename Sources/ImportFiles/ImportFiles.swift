// ImportFiles: writes what a plan recovers as files that are ready for import, and checks such files.
//
// `ImportFolder` publishes a plan:
//   1. a folder of its own beside the output's place is filled: `import/TABLE.json` for each table with
//      something to recover, `withheld.json`, `undo.json` and `manifest.json`;
//   2. the last check reads the written files and the export with a reader of its own: no id of the
//      export may be in a file;
//   3. only then does the folder get its name, in one step; on any fault it is removed instead.
// `Verification` reads a published folder, and says of each id in it what became of it.
//
// What it does not promise: what is written to the application between the last check and the import
// is not seen; `Verification` narrows that gap.
