/* A disk between a program and its files, for LD_PRELOAD: it writes down every change in order,
 * so that any power loss can be played afterwards, and it can be full or fail when told to.
 *
 *   DISK_JOURNAL  file that gets one record for each change and each line on standard output
 *   DISK_PREFIX   only files whose path begins like this are watched
 *   DISK_FULL     "first:count": so many writes from the first one on fail with ENOSPC
 *   DISK_FAIL     "first:count": so many syncs from the first one on fail with EIO
 *
 * A record: kind (1 byte), file number (4), offset (8), length (8), then the bytes; least
 * significant byte first. Kinds: o open (bytes are the path), w write, t truncate (offset is the
 * size), s sync, u unlink (bytes are the path), d sync of a folder, a standard output.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LIMIT = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static const char *prefix;
static int numbers[LIMIT];      /* of the file behind a descriptor; 0 if it is not watched */
static int opened;
static long full_first = -1, full_count, fail_first = -1, fail_count, writes, syncs;

static void range(const char *text, long *first, long *count) {
  if (text) sscanf(text, "%ld:%ld", first, count);
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("DISK_JOURNAL");
  prefix = getenv("DISK_PREFIX");
  if (path) journal = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0644);
  range(getenv("DISK_FULL"), &full_first, &full_count);
  range(getenv("DISK_FAIL"), &fail_first, &fail_count);
}

static void all(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    long done = syscall(SYS_write, journal, at, length);
    if (done <= 0) _exit(70);
    at += done;
    length -= done;
  }
}

static void note(char kind, uint32_t file, uint64_t offset, const void *bytes, uint64_t length) {
  if (journal < 0) return;
  unsigned char head[21];
  head[0] = kind;
  memcpy(head + 1, &file, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &length, 8);
  all(head, sizeof head);
  if (bytes) all(bytes, length);
}

static int watched(const char *path) {
  return prefix && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int number(int fd) { return fd >= 0 && fd < LIMIT ? numbers[fd] : 0; }

static int took(int fd, const char *path, int flags) {
  if (fd >= 0 && fd < LIMIT) {
    struct stat status;
    pthread_mutex_lock(&lock);
    numbers[fd] = 0;
    if (watched(path) && fstat(fd, &status) == 0) {
      numbers[fd] = ++opened;
      note('o', opened, S_ISDIR(status.st_mode), path, strlen(path));
      if (flags & O_TRUNC) note('t', opened, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
  }
  return fd;
}

static int openat_mode(const char *path, int flags, mode_t mode) {
  return took(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
}

#define OPEN(name)                                     \
  int name(const char *path, int flags, ...) {         \
    mode_t mode = 0;                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {               \
      va_list list;                                    \
      va_start(list, flags);                           \
      mode = va_arg(list, int);                        \
      va_end(list);                                    \
    }                                                  \
    return openat_mode(path, flags, mode);             \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < LIMIT) numbers[fd] = 0;
  return syscall(SYS_close, fd);
}

static int is_within(long place, long first, long count) {
  return first >= 0 && place >= first && place < first + count;
}

static ssize_t put(int fd, const void *bytes, size_t length, off_t offset) {
  pthread_mutex_lock(&lock);
  ssize_t done;
  if (is_within(writes++, full_first, full_count)) {
    errno = ENOSPC;
    done = -1;
  } else {
    done = syscall(SYS_pwrite64, fd, bytes, length, offset);
    if (done > 0) note('w', number(fd), offset, bytes, done);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  if (!number(fd)) return syscall(SYS_pwrite64, fd, bytes, length, offset);
  return put(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return pwrite(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (number(fd)) {
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t done = put(fd, bytes, length, offset);
    if (done > 0) lseek(fd, done, SEEK_CUR);
    return done;
  }
  if (fd == 1) {
    /* What was said is said: it is written down after it left. */
    pthread_mutex_lock(&lock);
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    if (done > 0) note('a', 0, 0, bytes, done);
    pthread_mutex_unlock(&lock);
    return done;
  }
  return syscall(SYS_write, fd, bytes, length);
}

static int cut(int fd, off_t size) {
  int done = syscall(SYS_ftruncate, fd, size);
  if (done == 0 && number(fd)) {
    pthread_mutex_lock(&lock);
    note('t', number(fd), size, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return done;
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int synced(int fd, long call) {
  if (!number(fd)) return syscall(call, fd);
  pthread_mutex_lock(&lock);
  int done;
  if (is_within(syncs++, fail_first, fail_count)) {
    errno = EIO;
    done = -1;
  } else {
    struct stat status;
    /* The order is what is under test, not the disk of this machine. */
    done = fstat(fd, &status);
    if (done == 0) note(S_ISDIR(status.st_mode) ? 'd' : 's', number(fd), 0, NULL, 0);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int unlink(const char *path) {
  int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (done == 0 && watched(path)) {
    pthread_mutex_lock(&lock);
    note('u', 0, 0, path, strlen(path));
    pthread_mutex_unlock(&lock);
  }
  return done;
}
