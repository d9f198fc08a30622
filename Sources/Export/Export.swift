// Export: finds the table files of a current export, and reads their objects as a stream.
//
// 1. `ExportInventory` says which files of the given paths hold tables, and which are left aside.
// 2. `TableFileReader` reads one of them: a JSON array of objects, or objects one a line, gzip'ed or
//    not. It frames the objects and has each walked over where it lies in the read buffer; an object
//    that ends beyond the buffer is walked over again when more of it has been read, so memory
//    follows the largest object and never the file.
// 3. `ObjectReader` does that in the file's form: where it is Extended JSON, wrappers are resolved.
//
// What it does not promise: it does not say whose objects they are; ids are looked at by the sink.
