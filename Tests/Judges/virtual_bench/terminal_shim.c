/* Test only, Linux: lets programs that use libserialport open a pseudo-terminal.

   The library looks a port up under /sys/class/tty, where pseudo-terminals are not, and asks for the
   modem lines, which they have not. This file, loaded before the C library, answers both for
   /dev/pts alone and leaves everything else alone.
   Build: cc -shared -fPIC -O2 terminal_shim.c -o terminal_shim.so -ldl
   Use:   LD_PRELOAD=./terminal_shim.so sigrok-cli … */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEXT(name) dlsym(RTLD_NEXT, name)

static int is_terminal(const char *path) {
  static const char folder[] = "/sys/class/tty/pts/";
  return strncmp(path, folder, sizeof folder - 1) == 0;
}

/* A symbolic link, as a driver's entry is. */
static int pretend_link(struct stat *status) {
  memset(status, 0, sizeof *status);
  status->st_mode = S_IFLNK | 0777;
  return 0;
}

/* Where the link leads: to no bus that the library knows. */
static ssize_t pretend_target(char *target, size_t size) {
  static const char virtual_device[] = "../../devices/virtual/tty/pts";
  size_t length = sizeof virtual_device - 1;
  if (length > size) length = size;
  memcpy(target, virtual_device, length);
  return (ssize_t)length;
}

int lstat(const char *path, struct stat *status) {
  if (is_terminal(path)) return pretend_link(status);
  int (*next)(const char *, struct stat *) = NEXT("lstat");
  return next(path, status);
}

/* What programs built against older C libraries call instead. */
int __lxstat(int version, const char *path, struct stat *status) {
  if (is_terminal(path)) return pretend_link(status);
  int (*next)(int, const char *, struct stat *) = NEXT("__lxstat");
  return next(version, path, status);
}

ssize_t readlink(const char *path, char *target, size_t size) {
  if (is_terminal(path)) return pretend_target(target, size);
  ssize_t (*next)(const char *, char *, size_t) = NEXT("readlink");
  return next(path, target, size);
}

/* What programs built with _FORTIFY_SOURCE call instead. */
ssize_t __readlink_chk(const char *path, char *target, size_t size, size_t room) {
  if (is_terminal(path)) return pretend_target(target, size);
  ssize_t (*next)(const char *, char *, size_t, size_t) = NEXT("__readlink_chk");
  return next(path, target, size, room);
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  int (*next)(int, unsigned long, void *) = NEXT("ioctl");
  int result = next(descriptor, request, argument);
  if (result == 0 || (errno != ENOTTY && errno != EINVAL)) return result;
  if (request == TIOCMGET) *(int *)argument = 0;
  int is_modem = request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS ||
                 request == TIOCMBIC;
  return is_modem ? 0 : result;
}
