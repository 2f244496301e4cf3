/* Kills the process at a chosen step of its work, as an LD_PRELOAD library. A step is a call that
 * another process or the disk would notice: bytes received or sent, a file written, synced, made,
 * renamed or removed. There is a point before and one after each.
 *
 * FAULT_POINTS_ROOT=FOLDER: files below it count; sockets always do.
 * FAULT_POINTS_LOG=FILE:    each point is written down: "NUMBER before|after VERB NOUN".
 * FAULT_POINTS_KILL=NUMBER: SIGKILL at that point. Points count from 1, from the first bytes that
 *                           were received on. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static atomic_int started;
static atomic_int counter;

/* What a path is called in the log: the name of what it belongs to, without digests. NULL: not
 * ours. */
static const char* noun_of_path(const char* path) {
  const char* root = getenv("FAULT_POINTS_ROOT");
  if (root == NULL || strncmp(path, root, strlen(root)) != 0) return NULL;
  if (strstr(path, "-wal") != NULL) return "log";
  if (strstr(path, "store.db") != NULL) return strstr(path, "-shm") != NULL ? NULL : "store";
  const char* name = strrchr(path, '/');
  if (strstr(path, ".part/") != NULL && name != NULL) return strdup(name + 1);
  if (strstr(path, ".part") != NULL) return "entry";
  return "folder";
}

static const char* noun_of(int descriptor) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return NULL;
  path[size] = 0;
  return strncmp(path, "socket:", 7) == 0 ? "peer" : noun_of_path(path);
}

static void point(const char* when, const char* verb, const char* noun) {
  if (noun == NULL || !atomic_load(&started)) return;
  const int number = atomic_fetch_add(&counter, 1) + 1;
  const char* log = getenv("FAULT_POINTS_LOG");
  if (log != NULL) {
    char line[PATH_MAX];
    const int size = snprintf(line, sizeof line, "%d %s %s %s\n", number, when, verb, noun);
    const int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) {
      (void)!syscall(SYS_write, file, line, (size_t)size);
      syscall(SYS_close, file);
    }
  }
  const char* kill_at = getenv("FAULT_POINTS_KILL");
  if (kill_at != NULL && atoi(kill_at) == number) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
}

/* Bytes that came: the point is after the call, when it is known that there were any. */
static ssize_t received(int descriptor, ssize_t size) {
  if (size > 0) {
    atomic_store(&started, 1);
    point("after", "receive", noun_of(descriptor));
  }
  return size;
}

EXPORT ssize_t recvmsg(int descriptor, struct msghdr* message, int flags) {
  return received(descriptor, syscall(SYS_recvmsg, descriptor, message, flags));
}

EXPORT ssize_t recv(int descriptor, void* buffer, size_t size, int flags) {
  return received(descriptor, syscall(SYS_recvfrom, descriptor, buffer, size, flags, NULL, NULL));
}

#define AROUND(verb, noun_expression, call) \
  const char* noun = noun_expression;       \
  point("before", verb, noun);              \
  const __typeof__(call) result = call;     \
  point("after", verb, noun);               \
  return result

EXPORT ssize_t sendmsg(int descriptor, const struct msghdr* message, int flags) {
  AROUND("send", noun_of(descriptor), (ssize_t)syscall(SYS_sendmsg, descriptor, message, flags));
}

EXPORT ssize_t send(int descriptor, const void* buffer, size_t size, int flags) {
  AROUND("send", noun_of(descriptor),
         (ssize_t)syscall(SYS_sendto, descriptor, buffer, size, flags, NULL, 0));
}

EXPORT ssize_t write(int descriptor, const void* buffer, size_t size) {
  AROUND("write", noun_of(descriptor), (ssize_t)syscall(SYS_write, descriptor, buffer, size));
}

EXPORT ssize_t pwrite64(int descriptor, const void* buffer, size_t size, off64_t offset) {
  AROUND("write", noun_of(descriptor),
         (ssize_t)syscall(SYS_pwrite64, descriptor, buffer, size, offset));
}

EXPORT ssize_t pwrite(int descriptor, const void* buffer, size_t size, off_t offset) {
  return pwrite64(descriptor, buffer, size, offset);
}

EXPORT int fsync(int descriptor) {
  AROUND("sync", noun_of(descriptor), (int)syscall(SYS_fsync, descriptor));
}

EXPORT int fdatasync(int descriptor) {
  AROUND("sync", noun_of(descriptor), (int)syscall(SYS_fdatasync, descriptor));
}

/* Names relative to a folder are called by that folder's noun. */
EXPORT int mkdirat(int folder, const char* path, mode_t mode) {
  AROUND("make", folder == AT_FDCWD ? noun_of_path(path) : "entry",
         (int)syscall(SYS_mkdirat, folder, path, mode));
}

EXPORT int renameat2(int from, const char* old, int to, const char* fresh, unsigned int flags) {
  AROUND("rename", "entry", (int)syscall(SYS_renameat2, from, old, to, fresh, flags));
}

EXPORT int unlinkat(int folder, const char* path, int flags) {
  AROUND("remove", "entry", (int)syscall(SYS_unlinkat, folder, path, flags));
}
