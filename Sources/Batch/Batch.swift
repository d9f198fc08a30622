// Batch: a file of jobs, many recoveries that run unattended.
//
// 1. The file is YAML. `BatchFileReader` takes it apart: `defaults`, and `jobs` with their settings, each with
//    its line and column.
// 2. `BatchVariables` fills in `${DATE}` and its like, anew for each job.
// 3. `BatchBackup` finds the newest backup, when the job begins.
//
// What it does not know: which options there are. Settings are names and values here; who runs the jobs makes a
// command line of them, and has it parsed as any other.
