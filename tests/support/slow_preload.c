/* A slow disk on demand, as an LD_PRELOAD library: fsync and fdatasync of what lies under the
 * folder SLOW_PRELOAD_ROOT take as many milliseconds longer as the file SLOW_PRELOAD_FILE says. It
 * is read at each call, so that a test can change its mind; without it nothing is slow. The time is
 * spent after the sync, so what is written is safe before the caller knows it.
 *
 * SLOW_PRELOAD_HOST: looking up this name takes 20 seconds and fails, as with a name server that
 * does not answer.
 *
 * SLOW_PRELOAD_LOG: a file that gets a line for each such call before it returns, "BEGIN END": the
 * nanoseconds of CLOCK_MONOTONIC at which it was called and at which it was done. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static int lies_under_root(int descriptor) {
  const char* root = getenv("SLOW_PRELOAD_ROOT");
  if (root == NULL) return 0;
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t size = readlink(link, path, sizeof path);
  const size_t length = strlen(root);
  if (size < (ssize_t)length || memcmp(path, root, length) != 0) return 0;
  return size == (ssize_t)length || path[length] == '/';
}

static long milliseconds_longer(void) {
  const char* name = getenv("SLOW_PRELOAD_FILE");
  const int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[32] = {0};
  const ssize_t size = read(file, text, sizeof text - 1);
  close(file);
  return size <= 0 ? 0 : strtol(text, NULL, 10);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void note(int64_t begin) {
  const char* name = getenv("SLOW_PRELOAD_LOG");
  const int file = name == NULL ? -1 : open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return;
  char line[64];
  const int size = snprintf(line, sizeof line, "%lld %lld\n", (long long)begin, (long long)now());
  if (write(file, line, (size_t)size) != size) abort(); /* a test must not believe in less */
  close(file);
}

static void pause_for(long milliseconds) {
  struct timespec left = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

static int sync_slowly(int descriptor, long number) {
  const int64_t begin = now();
  const int code = (int)syscall(number, descriptor);
  const int saved = errno;
  if (lies_under_root(descriptor)) {
    pause_for(milliseconds_longer());
    note(begin);
  }
  errno = saved;
  return code;
}

EXPORT int fsync(int descriptor) { return sync_slowly(descriptor, SYS_fsync); }
EXPORT int fdatasync(int descriptor) { return sync_slowly(descriptor, SYS_fdatasync); }

typedef int (*look_up)(const char*, const char*, const struct addrinfo*, struct addrinfo**);

EXPORT int getaddrinfo(const char* name, const char* service, const struct addrinfo* hints,
                       struct addrinfo** found) {
  const char* slow = getenv("SLOW_PRELOAD_HOST");
  if (slow != NULL && name != NULL && strcmp(name, slow) == 0) {
    pause_for(20000);
    return EAI_AGAIN;
  }
  look_up next = NULL;
  *(void**)&next = dlsym(RTLD_NEXT, "getaddrinfo");
  return next == NULL ? EAI_SYSTEM : next(name, service, hints, found);
}
