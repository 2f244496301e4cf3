#define _GNU_SOURCE
#include "undo_journal.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Files that one process opens for writing under the root, at most. */
#define TRACKED_SLOTS 65536

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t started = PTHREAD_ONCE_INIT;
static const char* root_name;
static const char* journal;
static char root[PATH_MAX];
static size_t root_size; /* 0 until the root exists */
static int lock_descriptor = -1;
static pid_t lock_owner;
static uint64_t last_number;
static struct {
  dev_t device;
  ino_t inode; /* 0: free */
} tracked[TRACKED_SLOTS];

void undo_die(const char* why, const char* what) {
  char text[PATH_MAX + 256];
  const int size =
      snprintf(text, sizeof text, "fsync_preload: %s: %s\n", why, what == NULL ? "" : what);
  if (size > 0) (void)syscall(SYS_write, 2, text, (size_t)size);
  abort();
}

static int raw_open(const char* path, int flags) {
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0600);
}

/* A process that was killed while it appended may have left half a record, of a change that never
 * happened. */
static void cut_half_record(const char* path) {
  struct undo_record record;
  struct stat status;
  const int descriptor = raw_open(path, O_RDWR);
  if (descriptor < 0 || fstat(descriptor, &status) != 0) undo_die("cannot open a log", path);
  uint64_t whole = 0;
  while (syscall(SYS_pread64, descriptor, &record, sizeof record, whole) == (long)sizeof record) {
    const uint64_t end =
        whole + sizeof record + record.length + record.name_size + record.old_name_size;
    if (end > (uint64_t)status.st_size) break;
    whole = end;
  }
  if (syscall(SYS_ftruncate, descriptor, whole) != 0) undo_die("cannot shorten a log", path);
  (void)syscall(SYS_close, descriptor);
}

static void cut_half_records(void) {
  DIR* list = opendir(journal);
  if (list == NULL) undo_die("cannot list the journal", journal);
  undo_lock();
  for (const struct dirent* entry = readdir(list); entry != NULL; entry = readdir(list)) {
    const char* suffix = strrchr(entry->d_name, '.');
    if (suffix == NULL || strcmp(suffix, ".undo") != 0) continue;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", journal, entry->d_name);
    cut_half_record(path);
  }
  undo_unlock();
  closedir(list);
}

static void start(void) {
  root_name = getenv("FSYNC_PRELOAD_ROOT");
  journal = getenv("FSYNC_PRELOAD_JOURNAL");
  if (root_name == NULL || journal == NULL) return;
  if (syscall(SYS_mkdirat, AT_FDCWD, journal, 0700) != 0 && errno != EEXIST)
    undo_die("cannot make the journal", journal);
  cut_half_records();
}

int undo_active(void) {
  const int saved = errno;
  pthread_once(&started, start);
  if (root_name == NULL || journal == NULL) return 0;
  if (__atomic_load_n(&root_size, __ATOMIC_ACQUIRE) == 0) {
    char found[PATH_MAX];
    if (realpath(root_name, found) == NULL) {
      errno = saved;
      return 0; /* not there yet, so nothing lies under it */
    }
    pthread_mutex_lock(&mutex);
    memcpy(root, found, strlen(found) + 1);
    __atomic_store_n(&root_size, strlen(found), __ATOMIC_RELEASE);
    pthread_mutex_unlock(&mutex);
    if (realpath(journal, found) == NULL) undo_die("no journal", journal);
    if (strncmp(found, root, root_size) == 0 &&
        (found[root_size] == '/' || found[root_size] == 0)) {
      undo_die("the journal lies under the root", journal);
    }
  }
  errno = saved;
  return 1;
}

void undo_lock(void) {
  pthread_mutex_lock(&mutex);
  if (lock_descriptor < 0 || lock_owner != getpid()) { /* a forked child needs a lock of its own */
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/lock", journal);
    lock_descriptor = raw_open(path, O_RDWR | O_CREAT);
    if (lock_descriptor < 0) undo_die("cannot open the lock", path);
    lock_owner = getpid();
  }
  while (flock(lock_descriptor, LOCK_EX) != 0) {
    if (errno != EINTR) undo_die("cannot lock", journal);
  }
}

void undo_unlock(void) {
  const int saved = errno;
  flock(lock_descriptor, LOCK_UN);
  pthread_mutex_unlock(&mutex);
  errno = saved;
}

int undo_under_root(int descriptor) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (size < 0) return 0;
  path[size] = 0;
  return strncmp(path, root, root_size) == 0 && (path[root_size] == '/' || path[root_size] == 0);
}

static size_t slot_of(const struct stat* file) {
  size_t slot = ((size_t)file->st_ino * 2654435761U + (size_t)file->st_dev) % TRACKED_SLOTS;
  for (size_t tried = 0; tried < TRACKED_SLOTS; ++tried) {
    if (tracked[slot].inode == 0) return slot;
    if (tracked[slot].inode == file->st_ino && tracked[slot].device == file->st_dev) return slot;
    slot = (slot + 1) % TRACKED_SLOTS;
  }
  undo_die("too many files", "");
  return 0;
}

void undo_track(const struct stat* file) {
  const size_t slot = slot_of(file);
  tracked[slot].device = file->st_dev;
  tracked[slot].inode = file->st_ino;
}

int undo_is_tracked(const struct stat* file) { return tracked[slot_of(file)].inode != 0; }

/* The clock counts on over processes, and the lock lets only one take a number at a time. */
uint64_t undo_next(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const uint64_t number = (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
  last_number = number > last_number ? number : last_number + 1;
  return last_number;
}

void undo_keep_path(uint64_t number, char* path, unsigned long size) {
  snprintf(path, size, "%s/keep-%llu", journal, (unsigned long long)number);
}

static void log_path(const struct stat* owner, char* path, size_t size) {
  snprintf(path, size, "%s/%llu-%llu.undo", journal, (unsigned long long)owner->st_dev,
           (unsigned long long)owner->st_ino);
}

static void put(int descriptor, const void* bytes, size_t size) {
  const char* at = bytes;
  while (size > 0) {
    const long written = syscall(SYS_write, descriptor, at, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) undo_die("cannot write the journal", strerror(errno));
    at += written;
    size -= (size_t)written;
  }
}

uint64_t undo_append(const struct stat* owner, struct undo_record* record, const void* bytes,
                     const char* name, const char* old_name) {
  char path[PATH_MAX];
  log_path(owner, path, sizeof path);
  const int descriptor = raw_open(path, O_WRONLY | O_CREAT | O_APPEND);
  if (descriptor < 0) undo_die("cannot open a log", path);
  const long end = syscall(SYS_lseek, descriptor, 0, SEEK_END);
  record->sequence = undo_next();
  record->name_size = name == NULL ? 0 : (uint32_t)strlen(name);
  record->old_name_size = old_name == NULL ? 0 : (uint32_t)strlen(old_name);
  put(descriptor, record, sizeof *record);
  put(descriptor, bytes, record->length);
  put(descriptor, name, record->name_size);
  put(descriptor, old_name, record->old_name_size);
  (void)syscall(SYS_close, descriptor);
  return (uint64_t)end;
}

void undo_take_back(const struct stat* owner, uint64_t end) {
  const int saved = errno;
  char path[PATH_MAX];
  log_path(owner, path, sizeof path);
  const int descriptor = raw_open(path, O_WRONLY);
  if (descriptor < 0 || syscall(SYS_ftruncate, descriptor, end) != 0)
    undo_die("cannot shorten a log", path);
  (void)syscall(SYS_close, descriptor);
  errno = saved;
}

static void drop_keep(uint64_t number) {
  char path[PATH_MAX];
  if (number == 0) return;
  undo_keep_path(number, path, sizeof path);
  if (syscall(SYS_unlinkat, AT_FDCWD, path, 0) != 0)
    (void)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}

void undo_forget(const struct stat* owner) {
  const int saved = errno;
  char path[PATH_MAX];
  log_path(owner, path, sizeof path);
  const int descriptor = raw_open(path, O_RDONLY);
  if (descriptor >= 0) {
    struct undo_record record;
    while (syscall(SYS_read, descriptor, &record, sizeof record) == (long)sizeof record) {
      drop_keep(record.keep);
      (void)syscall(SYS_lseek, descriptor, record.length + record.name_size + record.old_name_size,
                    SEEK_CUR);
    }
    (void)syscall(SYS_close, descriptor);
    (void)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  }
  errno = saved;
}
