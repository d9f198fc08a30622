// The few Linux calls that Swift's Glibc module does not show.
#ifndef REGRAFT_CLINUX_H
#define REGRAFT_CLINUX_H

// Renames `from` to `to`, and fails with EEXIST where `to` stands already.
// Returns 0, or -1 with errno set.
int regraft_rename_new(const char *from, const char *to);

// Exchanges two existing files or folders in one step. Returns 0, or -1 with errno set.
int regraft_rename_exchange(const char *first, const char *second);

// Opens a file without a name in `folder`, for reading and writing by the owner alone: the kernel
// removes it when it is closed, however the process ends. Returns the descriptor, or -1 with errno
// set (EOPNOTSUPP where the file system has no such files).
int regraft_open_unnamed(const char *folder);

// Makes a file of mkstemp's pattern (its last six characters are X), for reading and writing by the
// owner alone, and takes its name away at once. Returns the descriptor, or -1 with errno set.
int regraft_open_unlinked(char *template_path);

// Has the system get back each block of memory of 1 MiB or more when it is freed. Unless told so, glibc keeps blocks of up
// to 32 MiB once it has seen one of their size go. For the whole process.
void regraft_return_large_blocks(void);

// Asks for the memory at an address before it is needed. Any address will do: nothing is read.
static inline void regraft_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
