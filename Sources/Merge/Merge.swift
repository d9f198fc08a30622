// Merge: compares a backup with a current export, and decides what is recovered.
//
// A run, made by `Planner`, takes these passes:
//   0. `Backups` and `ExportInventory`: which tables there are, on both sides. The current side may be a
//      backup itself (`CurrentSide/`);
//   1. `IndexedExport`: one streaming read of the export leaves one fixed record an object; large files are read in
//      chunks by all threads (`ChunkedExport`);
//   2. `BackupPass`: the backups stream past these records, the newest first; what is deleted goes to the spill
//      file;
//   3. `UniqueIndexCheck`, `FormComparison`, `LostReferences`: the export is read again, only where its values
//      are needed;
//   4. `Decision`: guards, selection, references and withholding over the spilled objects; the `Plan` is
//      complete.
// Where memory is limited, `LimitedMemory` does 1 and the look-ups of 2 on the disk, and reads the backups twice. A run
// over one part of all ids (`Shard`) ends before 4; `Planner.plan(joining:)` takes the parts together and decides.
// With a schema all of them see values through a `SchemaConverter`, in the forms that are declared.
// `Plan.forEachChanged` reads the current states of changed objects once more, and says what has changed;
// `ObjectHistory` follows one object through many backups.
// `RunProgress` is told which of this is done, and how much of it.
// Before anything is published, `LastCheck` reads the export once more with a reader of its own.
//
// What it does not promise: a plan says what was true when the export was read; what is written to
// the application between the export and the import is not in it.
