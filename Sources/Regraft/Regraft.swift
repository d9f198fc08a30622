// Regraft: brings back what was deleted since a backup, and nothing else.
//
//   let plan = try Planner(PlanOptions(backup: "backup.dump.gz", current: ["export"])).plan()
//   let files = try ImportFolder(path: "recovered").publish(plan)
//
// or as one call: try Recovery(PlanOptions(…), output: "recovered").run()
//
// `Planner` compares a backup with a current export and decides; `ImportFolder` publishes what is to be
// imported; `Verification` checks a published folder against a fresh export. `Inspection`,
// `ObjectListing` and `ObjectHistory` look into backups and exports. `Drill` rehearses a recovery.
// `RunProgress` tells how far any of them is.
// `ErrorText` says what any of their errors means.
//
// What it does not promise: anything about the application's database itself, which it never touches.

// Passed on, so that the members of what is named here are seen also where a program has to import the module of every
// member that it uses (`MemberImportVisibility`).
@_exported import Batch
@_exported import ExtendedJSON
@_exported import ImportFiles
@_exported import Merge
@_exported import PlanStore

/// What is compared, what of it is wanted back, and which guards are lifted.
public typealias PlanOptions = Merge.PlanOptions
/// Which tables and objects are wanted.
public typealias Selection = Merge.Selection
/// An application's classes, read from files.
public typealias SchemaFolder = Merge.SchemaFolder
/// A span of time.
public typealias Period = Merge.Period
/// Ids of objects that must never come back.
public typealias ErasedIDs = Merge.ErasedIDs
/// How two bodies are compared.
public typealias ComparisonRules = Merge.ComparisonRules
/// Which object's history is wanted, and from where.
public typealias HistoryOptions = Merge.HistoryOptions
/// The life of one object through several backups, up to what is there now.
public typealias ObjectHistory = Merge.ObjectHistory
/// Which differences of changed objects are wanted.
public typealias DifferenceOptions = Merge.DifferenceOptions
/// Which guards are lifted.
public typealias LiftedGuards = Merge.LiftedGuards
/// What a run tells of how far it is.
public typealias RunProgress = Merge.RunProgress
/// Makes a plan.
public typealias Planner = Merge.Planner
/// What a run would recover.
public typealias Plan = Merge.Plan
/// The formats in which objects are written.
public typealias ObjectFormat = ExtendedJSON.ObjectFormat
/// What is planned for one table.
public typealias PlannedTable = Merge.PlannedTable
/// How many objects there are, by status and by what is done.
public typealias Figures = Merge.Figures
/// What became of an object since the backup.
public typealias Status = Merge.Status
/// What can stop a table or a run.
public typealias Guard = Merge.Guard
/// A guard that stopped a table or a run.
public typealias Stop = Merge.Stop
/// Why there is no plan.
public typealias MergeError = Merge.MergeError
/// A plan that was kept in a file.
public typealias PlanFile = PlanStore.PlanFile
/// What a person decides of the objects that a plan recovers.
public typealias Decisions = PlanStore.Decisions
/// Why a plan file cannot be written or read.
public typealias PlanFileError = PlanStore.PlanFileError
/// One of several equal parts of all ids.
public typealias Shard = Merge.Shard
/// Joins the plans of shards to one plan.
public typealias PlanMerge = PlanStore.PlanMerge
/// Writes the import files of a plan that was kept in a file.
public typealias Emission = PlanStore.Emission
/// Publishes a plan as a folder of import files.
public typealias ImportFolder = ImportFiles.ImportFolder
/// In what files objects are written.
public typealias ImportShape = ImportFiles.ImportShape
/// Why nothing was published.
public typealias ImportFolderError = ImportFiles.ImportFolderError
/// A file of a published folder.
public typealias PublishedFile = Merge.PublishedFile
/// What became of the objects in a published folder.
public typealias Verification = ImportFiles.Verification
/// A file of jobs, each a recovery.
public typealias BatchFile = Batch.BatchFile
/// What is wrong with a file of jobs.
public typealias BatchFileError = Batch.BatchFileError
/// Why a folder cannot be verified.
public typealias VerificationError = ImportFiles.VerificationError
