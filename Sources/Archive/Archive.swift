// Archive: reads what `mongodump` writes: archives (mongo-tools, common/archive), and folders of files.
//
// 1. The bytes are read, and inflated where they are gzip, on a thread of their own.
// 2. The prelude names the namespaces with their metadata: `Prelude`.
// 3. Then come blocks of documents, those of several namespaces by turns, until each namespace has
//    had its closing block with the CRC-64 of all its documents: `ArchiveReader` gives them one at a
//    time, without copying what lies whole in a chunk.
//
// A wrong checksum is told with the namespace's end; whatever leaves unclear what the archive would
// have held is an `ArchiveError`.
//
// `DumpReader` gives the same of a dump's folder, file by file, and `BackupReader` of either form.
//
// What it does not promise: it looks at the length and the last byte of a document, not into it.
