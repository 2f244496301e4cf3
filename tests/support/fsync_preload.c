/* A power cut on demand, as an LD_PRELOAD library. Under the folder FSYNC_PRELOAD_ROOT everything
 * that is changed and not yet synced is written down in the folder FSYNC_PRELOAD_JOURNAL (same file
 * system, not under the root), so that power_loss_undo can take it back after the process was
 * killed. Model: the bytes and the size of a file are on the disk when fsync or fdatasync of that
 * file returned 0; its name, when fsync of its folder did. Nothing else is.
 *
 * FSYNC_PRELOAD_NOOP=1: fsync and fdatasync return 0 and do nothing. The control: what was
 * acknowledged must then vanish.
 *
 * FSYNC_PRELOAD_FAIL_AFTER=N: the N-th fsync or fdatasync under the root, and only that one,
 * returns EIO. FSYNC_PRELOAD_FAILED: a file that then gets the path of what could not be synced.
 *
 * FSYNC_PRELOAD_ENOSPC_AFTER=B: after B bytes were written under the root, writes return ENOSPC
 * until the journal folder holds a file named "room".
 *
 * Not modelled: files *-shm (SQLite builds them anew), bytes written through stdio streams (their
 * creation is). What cannot be modelled (shared writable mappings, copies inside the kernel) ends
 * the process with a message. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "undo_journal.h"

#define EXPORT __attribute__((visibility("default")))

/* ---- Where a name stands ---- */

struct place {
  int folder; /* O_PATH */
  struct stat status;
  char name[NAME_MAX + 1];
};

/* Fills `place` when `path` names something in a folder under the root; then leave_place must
 * follow. */
static int find_place(int at, const char* path, struct place* place) {
  char folder[PATH_MAX];
  size_t size = strlen(path);
  while (size > 1 && path[size - 1] == '/') --size;
  size_t slash = size;
  while (slash > 0 && path[slash - 1] != '/') --slash;
  if (size == 0 || size >= sizeof folder || size - slash > NAME_MAX) return 0;
  memcpy(place->name, path + slash, size - slash);
  place->name[size - slash] = 0;
  memcpy(folder, slash == 0 ? "." : path, slash == 0 ? 1 : slash);
  folder[slash == 0 ? 1 : slash] = 0;
  place->folder = (int)syscall(SYS_openat, at, folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (place->folder < 0) return 0;
  if (undo_under_root(place->folder) && fstat(place->folder, &place->status) == 0) return 1;
  (void)syscall(SYS_close, place->folder);
  return 0;
}

static void leave_place(const struct place* place) {
  const int saved = errno;
  (void)syscall(SYS_close, place->folder);
  errno = saved;
}

static int is_rebuilt(const char* name) {
  const size_t size = strlen(name);
  return size > 4 && strcmp(name + size - 4, "-shm") == 0;
}

static int exists(const struct place* place, struct stat* status) {
  return fstatat(place->folder, place->name, status, AT_SYMLINK_NOFOLLOW) == 0;
}

static uint64_t record_create(const struct place* place) {
  struct undo_record record = {.kind = kUndoCreate};
  return undo_append(&place->status, &record, NULL, place->name, NULL);
}

/* ---- Opening ---- */

/* Notes the old bytes [offset, offset + length) and the old size. The caller has the lock. */
static void record_content(int descriptor, const struct stat* file, uint64_t offset,
                           uint64_t length) {
  const uint64_t size = (uint64_t)file->st_size;
  struct undo_record record = {.kind = kUndoContent, .size = size, .offset = offset};
  record.length = offset >= size ? 0 : (length < size - offset ? length : size - offset);
  char* bytes = record.length == 0 ? NULL : malloc(record.length);
  if (record.length != 0 && bytes == NULL) undo_die("no memory", "");
  for (uint64_t done = 0; done < record.length;) {
    const long got =
        syscall(SYS_pread64, descriptor, bytes + done, record.length - done, offset + done);
    if (got <= 0) undo_die("cannot read what is overwritten", strerror(errno));
    done += (uint64_t)got;
  }
  undo_append(file, &record, bytes, NULL, NULL);
  free(bytes);
}

static int open_in_place(const struct place* place, int flags, mode_t mode) {
  struct stat status;
  const int existed = exists(place, &status);
  const int creates = !existed && (flags & O_CREAT) != 0;
  const uint64_t end = creates ? record_create(place) : 0;
  int changed = flags & ~O_TRUNC;
  if ((flags & O_ACCMODE) == O_WRONLY)
    changed = (changed & ~O_ACCMODE) | O_RDWR; /* old bytes are read through it */
  const int descriptor = (int)syscall(SYS_openat, place->folder, place->name, changed, mode);
  if (descriptor < 0 || fstat(descriptor, &status) != 0) {
    if (creates) undo_take_back(&place->status, end);
    return descriptor;
  }
  if (!S_ISREG(status.st_mode)) return descriptor;
  if (creates) undo_forget(&status); /* the inode may be used anew */
  undo_track(&status);
  if ((flags & O_TRUNC) != 0 && status.st_size > 0) {
    record_content(descriptor, &status, 0, (uint64_t)status.st_size);
    if (syscall(SYS_ftruncate, descriptor, 0) != 0) undo_die("cannot empty a file", place->name);
  }
  return descriptor;
}

static int open_at(int at, const char* path, int flags, mode_t mode) {
  const int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  struct place place;
  if (!changes || (flags & O_PATH) != 0 || !undo_active() || !find_place(at, path, &place)) {
    return (int)syscall(SYS_openat, at, path, flags, mode);
  }
  if ((flags & O_TMPFILE) ==
      O_TMPFILE) { /* not modelled: as on a file system that has no such files */
    leave_place(&place);
    errno = EOPNOTSUPP;
    return -1;
  }
  int descriptor = 0;
  if (is_rebuilt(place.name)) {
    descriptor = (int)syscall(SYS_openat, at, path, flags, mode);
  } else {
    undo_lock();
    descriptor = open_in_place(&place, flags, mode);
    undo_unlock();
  }
  leave_place(&place);
  return descriptor;
}

#define MODE_ARGUMENT(flags, mode)                                  \
  mode_t mode = 0;                                                  \
  if (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE) { \
    va_list list;                                                   \
    va_start(list, flags);                                          \
    mode = va_arg(list, mode_t);                                    \
    va_end(list);                                                   \
  }

EXPORT int open(const char* path, int flags, ...) {
  MODE_ARGUMENT(flags, mode)
  return open_at(AT_FDCWD, path, flags, mode);
}
EXPORT int open64(const char* path, int flags, ...) {
  MODE_ARGUMENT(flags, mode)
  return open_at(AT_FDCWD, path, flags, mode);
}
EXPORT int openat(int at, const char* path, int flags, ...) {
  MODE_ARGUMENT(flags, mode)
  return open_at(at, path, flags, mode);
}
EXPORT int openat64(int at, const char* path, int flags, ...) {
  MODE_ARGUMENT(flags, mode)
  return open_at(at, path, flags, mode);
}
EXPORT int __open_2(const char* path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
EXPORT int __open64_2(const char* path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
EXPORT int __openat_2(int at, const char* path, int flags) { return open_at(at, path, flags, 0); }
EXPORT int __openat64_2(int at, const char* path, int flags) { return open_at(at, path, flags, 0); }
EXPORT int creat(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
EXPORT int creat64(const char* path, mode_t mode) { return creat(path, mode); }

/* C++ file streams open through this and then write(2) to the descriptor. */
EXPORT FILE* fopen(const char* path, const char* mode) {
  int flags = mode[0] == 'r'
                  ? O_RDONLY
                  : (mode[0] == 'w' ? O_CREAT | O_TRUNC | O_WRONLY : O_CREAT | O_APPEND | O_WRONLY);
  if (strchr(mode, '+') != NULL) flags = (flags & ~O_ACCMODE) | O_RDWR;
  if (strchr(mode, 'x') != NULL) flags |= O_EXCL;
  if (strchr(mode, 'e') != NULL) flags |= O_CLOEXEC;
  const int descriptor = open_at(AT_FDCWD, path, flags, 0666);
  return descriptor < 0 ? NULL : fdopen(descriptor, mode);
}
EXPORT FILE* fopen64(const char* path, const char* mode) { return fopen(path, mode); }

/* ---- Writing ---- */

static uint64_t written_under_root;

/* How many of `wanted` bytes the disk still takes. */
static size_t room_for(size_t wanted) {
  const char* limit = getenv("FSYNC_PRELOAD_ENOSPC_AFTER");
  if (limit == NULL) return wanted;
  const uint64_t most = strtoull(limit, NULL, 10);
  if (written_under_root + wanted <= most) return wanted;
  char room[PATH_MAX];
  snprintf(room, sizeof room, "%s/room", getenv("FSYNC_PRELOAD_JOURNAL"));
  if (syscall(SYS_faccessat, AT_FDCWD, room, F_OK) == 0) return wanted;
  return most > written_under_root ? (size_t)(most - written_under_root) : 0;
}

static int is_recorded(int descriptor) {
  const int saved = errno;
  struct stat status;
  const int recorded = undo_active() && fstat(descriptor, &status) == 0 &&
                       S_ISREG(status.st_mode) && undo_is_tracked(&status);
  errno = saved;
  return recorded;
}

/* `offset` < 0: at the descriptor's own position. */
static ssize_t write_recorded(int descriptor, const void* bytes, size_t size, off_t offset) {
  struct stat status;
  undo_lock();
  if (fstat(descriptor, &status) != 0) undo_die("cannot stat", strerror(errno));
  off_t start = offset;
  if (offset < 0) {
    const int flags = (int)syscall(SYS_fcntl, descriptor, F_GETFL);
    start = (flags & O_APPEND) != 0 ? status.st_size
                                    : (off_t)syscall(SYS_lseek, descriptor, 0, SEEK_CUR);
  }
  const size_t taken = room_for(size);
  ssize_t done = -1;
  if (taken == 0 && size > 0) {
    errno = ENOSPC;
  } else {
    record_content(descriptor, &status, (uint64_t)start, taken);
    done = offset < 0 ? syscall(SYS_write, descriptor, bytes, taken)
                      : syscall(SYS_pwrite64, descriptor, bytes, taken, offset);
    if (done > 0) written_under_root += (uint64_t)done;
  }
  undo_unlock();
  return done;
}

EXPORT ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (!is_recorded(descriptor)) return syscall(SYS_write, descriptor, bytes, size);
  return write_recorded(descriptor, bytes, size, -1);
}
EXPORT ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  if (offset < 0 || !is_recorded(descriptor))
    return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
  return write_recorded(descriptor, bytes, size, offset);
}
EXPORT ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  return pwrite(descriptor, bytes, size, offset);
}

/* A vector is written part by part; a short part ends it, as the kernel may do too. */
static ssize_t write_vector(int descriptor, const struct iovec* parts, int count, off_t offset) {
  ssize_t total = 0;
  for (int i = 0; i < count; ++i) {
    const ssize_t done = write_recorded(descriptor, parts[i].iov_base, parts[i].iov_len,
                                        offset < 0 ? -1 : offset + total);
    if (done < 0) return total > 0 ? total : -1;
    total += done;
    if ((size_t)done < parts[i].iov_len) break;
  }
  return total;
}
EXPORT ssize_t writev(int descriptor, const struct iovec* parts, int count) {
  if (!is_recorded(descriptor)) return syscall(SYS_writev, descriptor, parts, count);
  return write_vector(descriptor, parts, count, -1);
}
EXPORT ssize_t pwritev(int descriptor, const struct iovec* parts, int count, off_t offset) {
  if (!is_recorded(descriptor)) return syscall(SYS_pwritev, descriptor, parts, count, offset, 0L);
  return write_vector(descriptor, parts, count, offset);
}
EXPORT ssize_t pwritev64(int descriptor, const struct iovec* parts, int count, off64_t offset) {
  return pwritev(descriptor, parts, count, offset);
}

EXPORT int ftruncate(int descriptor, off_t size) {
  if (!is_recorded(descriptor)) return (int)syscall(SYS_ftruncate, descriptor, size);
  struct stat status;
  undo_lock();
  if (fstat(descriptor, &status) != 0) undo_die("cannot stat", strerror(errno));
  if (size >= 0 && size != status.st_size)
    record_content(descriptor, &status, (uint64_t)size, UINT64_MAX);
  const int code = (int)syscall(SYS_ftruncate, descriptor, size);
  undo_unlock();
  return code;
}
EXPORT int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, size); }

EXPORT int fallocate(int descriptor, int mode, off_t offset, off_t size) {
  if (!is_recorded(descriptor)) return (int)syscall(SYS_fallocate, descriptor, mode, offset, size);
  if ((mode & ~FALLOC_FL_KEEP_SIZE) != 0) undo_die("this kind of fallocate is not modelled", "");
  struct stat status;
  undo_lock();
  if (fstat(descriptor, &status) != 0) undo_die("cannot stat", strerror(errno));
  record_content(descriptor, &status, (uint64_t)status.st_size, 0);
  const int code = (int)syscall(SYS_fallocate, descriptor, mode, offset, size);
  undo_unlock();
  return code;
}
EXPORT int fallocate64(int descriptor, int mode, off64_t offset, off64_t size) {
  return fallocate(descriptor, mode, offset, size);
}
EXPORT int posix_fallocate(int descriptor, off_t offset, off_t size) {
  return fallocate(descriptor, 0, offset, size) == 0 ? 0 : errno;
}
EXPORT int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
  return posix_fallocate(descriptor, offset, size);
}

/* ---- What is not modelled ---- */

EXPORT void* mmap(void* address, size_t size, int protection, int flags, int descriptor,
                  off_t offset) {
  if ((flags & MAP_TYPE) != MAP_PRIVATE && (protection & PROT_WRITE) != 0 && descriptor >= 0 &&
      is_recorded(descriptor)) {
    undo_die("a shared writable mapping is not modelled", "");
  }
  return (void*)syscall(SYS_mmap, address, size, protection, flags, descriptor, offset);
}
EXPORT void* mmap64(void* address, size_t size, int protection, int flags, int descriptor,
                    off64_t offset) {
  return mmap(address, size, protection, flags, descriptor, offset);
}
EXPORT ssize_t sendfile(int out, int in, off_t* offset, size_t size) {
  if (is_recorded(out)) undo_die("sendfile is not modelled", "");
  return syscall(SYS_sendfile, out, in, offset, size);
}
EXPORT ssize_t sendfile64(int out, int in, off64_t* offset, size_t size) {
  return sendfile(out, in, offset, size);
}
EXPORT ssize_t copy_file_range(int in, off64_t* in_offset, int out, off64_t* out_offset,
                               size_t size, unsigned flags) {
  if (is_recorded(out)) undo_die("copy_file_range is not modelled", "");
  return syscall(SYS_copy_file_range, in, in_offset, out, out_offset, size, flags);
}

/* ---- Syncing ---- */

static uint64_t syncs;

static void note_failure(int descriptor) {
  const char* name = getenv("FSYNC_PRELOAD_FAILED");
  if (name == NULL) return;
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t size = readlink(link, path, sizeof path);
  const int file =
      (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (size < 0 || file < 0 || syscall(SYS_write, file, path, (size_t)size) != size)
    undo_die("cannot note what could not be synced", name);
  (void)syscall(SYS_close, file);
}

static int sync_descriptor(int descriptor, long number) {
  struct stat status;
  if (!undo_active() || fstat(descriptor, &status) != 0) return (int)syscall(number, descriptor);
  const int is_folder = S_ISDIR(status.st_mode) && undo_under_root(descriptor);
  if (!is_folder && !is_recorded(descriptor)) return (int)syscall(number, descriptor);
  const char* fail_after = getenv("FSYNC_PRELOAD_FAIL_AFTER");
  undo_lock();
  int code = 0;
  if (fail_after != NULL && ++syncs == strtoull(fail_after, NULL, 10)) {
    note_failure(descriptor);
    errno = EIO;
    code = -1;
  } else if (getenv("FSYNC_PRELOAD_NOOP") == NULL) {
    code = (int)syscall(number, descriptor);
    if (code == 0) undo_forget(&status);
  }
  undo_unlock();
  return code;
}

EXPORT int fsync(int descriptor) { return sync_descriptor(descriptor, SYS_fsync); }
EXPORT int fdatasync(int descriptor) { return sync_descriptor(descriptor, SYS_fdatasync); }

/* ---- Names ---- */

/* Keeps what `place` names under a number of its own in the journal, so that it can come back. */
static uint64_t keep_by_link(const struct place* place) {
  char path[PATH_MAX];
  const uint64_t number = undo_next();
  undo_keep_path(number, path, sizeof path);
  if (syscall(SYS_linkat, place->folder, place->name, AT_FDCWD, path, 0) != 0) {
    undo_die("cannot link into the journal (it must be on the same file system)", strerror(errno));
  }
  return number;
}

static int unlink_in_place(const struct place* place) {
  struct stat status;
  if (!exists(place, &status) || S_ISDIR(status.st_mode))
    return (int)syscall(SYS_unlinkat, place->folder, place->name, 0);
  struct undo_record record = {.kind = kUndoRemove, .keep = keep_by_link(place)};
  undo_append(&place->status, &record, NULL, place->name, NULL);
  if (syscall(SYS_unlinkat, place->folder, place->name, 0) != 0)
    undo_die("cannot unlink", place->name);
  return 0;
}

static int rmdir_in_place(const struct place* place) {
  const int inside = (int)syscall(SYS_openat, place->folder, place->name,
                                  O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (inside < 0) return -1;
  DIR* list = fdopendir(inside);
  int entries = 0;
  while (list != NULL && readdir(list) != NULL) ++entries;
  if (list != NULL) closedir(list);
  if (entries > 2) { /* more than . and .. */
    errno = ENOTEMPTY;
    return -1;
  }
  char path[PATH_MAX];
  struct undo_record record = {.kind = kUndoRemove, .keep = undo_next()};
  undo_keep_path(record.keep, path, sizeof path);
  undo_append(&place->status, &record, NULL, place->name, NULL);
  if (syscall(SYS_renameat2, place->folder, place->name, AT_FDCWD, path, 0) != 0)
    undo_die("cannot remove", place->name);
  return 0;
}

EXPORT int unlinkat(int at, const char* path, int flags) {
  struct place place;
  if (!undo_active() || !find_place(at, path, &place))
    return (int)syscall(SYS_unlinkat, at, path, flags);
  int code = 0;
  if (is_rebuilt(place.name)) {
    code = (int)syscall(SYS_unlinkat, at, path, flags);
  } else {
    undo_lock();
    code = (flags & AT_REMOVEDIR) != 0 ? rmdir_in_place(&place) : unlink_in_place(&place);
    undo_unlock();
  }
  leave_place(&place);
  return code;
}
EXPORT int unlink(const char* path) { return unlinkat(AT_FDCWD, path, 0); }
EXPORT int rmdir(const char* path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
EXPORT int remove(const char* path) {
  struct stat status;
  if (lstat(path, &status) != 0) return -1;
  return unlinkat(AT_FDCWD, path, S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

static int rename_in_place(const struct place* from, const struct place* to, unsigned flags) {
  struct stat source;
  struct stat target;
  if (!exists(from, &source))
    return (int)syscall(SYS_renameat2, from->folder, from->name, to->folder, to->name, flags);
  struct undo_record record = {
      .kind = kUndoRename, .inode = source.st_ino, .old_folder = from->status.st_ino};
  const int replaces = exists(to, &target);
  if (replaces && (S_ISDIR(target.st_mode) || (flags & RENAME_EXCHANGE) != 0))
    undo_die("this rename is not modelled", to->name);
  if (replaces && (flags & RENAME_NOREPLACE) == 0) record.keep = keep_by_link(to);
  const uint64_t end = undo_append(&to->status, &record, NULL, to->name, from->name);
  const int code =
      (int)syscall(SYS_renameat2, from->folder, from->name, to->folder, to->name, flags);
  if (code != 0) undo_take_back(&to->status, end);
  return code;
}

EXPORT int renameat2(int from_at, const char* from, int to_at, const char* to, unsigned flags) {
  struct place old_place;
  struct place new_place;
  if (!undo_active() || !find_place(from_at, from, &old_place)) {
    if (undo_active() && find_place(to_at, to, &new_place))
      undo_die("a rename into the root is not modelled", to);
    return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  }
  if (!find_place(to_at, to, &new_place))
    undo_die("a rename out of the root is not modelled", from);
  undo_lock();
  const int code = rename_in_place(&old_place, &new_place, flags);
  undo_unlock();
  leave_place(&old_place);
  leave_place(&new_place);
  return code;
}
EXPORT int renameat(int from_at, const char* from, int to_at, const char* to) {
  return renameat2(from_at, from, to_at, to, 0);
}
EXPORT int rename(const char* from, const char* to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* Runs `make`, which gives a new name to something, with its undo record. */
#define CREATE_NAME(at, path, make)                                                          \
  struct place place;                                                                        \
  if (!undo_active() || !find_place(at, path, &place)) return (int)(make);                   \
  undo_lock();                                                                               \
  struct stat status;                                                                        \
  const int existed = exists(&place, &status);                                               \
  const uint64_t end = existed ? 0 : record_create(&place);                                  \
  const int code = (int)(make);                                                              \
  if (code != 0 && !existed) undo_take_back(&place.status, end);                             \
  const int is_new_folder = code == 0 && exists(&place, &status) && S_ISDIR(status.st_mode); \
  if (is_new_folder) undo_forget(&status); /* the inode may be used anew */                  \
  undo_unlock();                                                                             \
  leave_place(&place);                                                                       \
  return code;

EXPORT int mkdirat(int at, const char* path,
                   mode_t mode){CREATE_NAME(at, path, syscall(SYS_mkdirat, at, path, mode))} EXPORT
    int mkdir(const char* path, mode_t mode) {
  return mkdirat(AT_FDCWD, path, mode);
}
EXPORT int linkat(int from_at, const char* from, int to_at, const char* to, int flags){
    CREATE_NAME(to_at, to, syscall(SYS_linkat, from_at, from, to_at, to, flags))} EXPORT
    int link(const char* from, const char* to) {
  return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}
EXPORT int symlinkat(const char* target, int at, const char* path){
    CREATE_NAME(at, path, syscall(SYS_symlinkat, target, at, path))} EXPORT
    int symlink(const char* target, const char* path) {
  return symlinkat(target, AT_FDCWD, path);
}
