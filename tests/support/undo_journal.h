/* What a power cut would undo, written down as it happens: the format shared by fsync_preload
 * (which writes it) and power_loss_undo (which applies it).
 *
 * The journal is a folder. Each file or folder with changes that are not on the disk yet has one
 * log in it, "<device>-<inode>.undo": records one after another, each a struct undo_record, then
 * `length` bytes, then the two names. "keep-<sequence>" is what was unlinked or overwritten; "lock"
 * orders the processes.
 *
 * A log of a file holds kUndoContent only and is dropped when that file is synced; a log of a
 * folder holds the others and is dropped when that folder is synced. All records of all logs,
 * undone from the largest sequence to the smallest, give the state after the power cut. */
#ifndef WARDBRIDGE_TESTS_SUPPORT_UNDO_JOURNAL_H
#define WARDBRIDGE_TESTS_SUPPORT_UNDO_JOURNAL_H

#include <stdint.h>

#include <sys/stat.h>

enum undo_kind {
  kUndoContent = 1, /* `length` bytes stood at `offset` of a file of `size` bytes */
  kUndoCreate = 2,  /* `name` did not exist in this folder */
  kUndoRemove = 3,  /* `name` was what is now keep-<keep> */
  kUndoRename = 4   /* `name`, inode `inode`, was `old_name` in folder `old_folder`; keep-<keep>, if
                       not 0, was `name` */
};

struct undo_record {
  uint64_t sequence; /* grows over all logs */
  uint32_t kind;
  uint32_t name_size;
  uint32_t old_name_size;
  uint32_t unused;
  uint64_t size;
  uint64_t offset;
  uint64_t length;
  uint64_t keep;
  uint64_t inode;
  uint64_t old_folder; /* inode */
};

#ifdef __cplusplus
extern "C" {
#endif

/* The functions below are for fsync_preload: no libc function that it interposes is called. All but
 * the first two want the lock. A fault of the journal itself ends the process: a model with holes
 * proves nothing. */

/* Whether the environment names a root and a journal, and the root exists. Thread-safe. */
int undo_active(void);
/* Ends the process with a message on stderr. */
void undo_die(const char* why, const char* what);

void undo_lock(void);
void undo_unlock(void);

/* Whether an open descriptor, by its path, lies under the root (or is the root). */
int undo_under_root(int descriptor);

/* Remembers a file as one whose writes are recorded; and asks for it. */
void undo_track(const struct stat* file);
int undo_is_tracked(const struct stat* file);

/* Appends a record and returns where the log ended before, for undo_take_back. `record->sequence`
 * is set here. */
uint64_t undo_append(const struct stat* owner, struct undo_record* record, const void* bytes,
                     const char* name, const char* old_name);
/* Takes the record appended last back: what it announced did not happen. */
void undo_take_back(const struct stat* owner, uint64_t end);
/* What the log says is on the disk now, or belongs to an inode that is used anew. */
void undo_forget(const struct stat* owner);

/* A new number for keep-<number>, and its path. */
uint64_t undo_next(void);
void undo_keep_path(uint64_t number, char* path, unsigned long size);

#ifdef __cplusplus
}
#endif
#endif
