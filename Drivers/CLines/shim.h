// Sockets, terminals and clocks of the operating system: each call with its errno as one value, and
// what differs between Linux and macOS in one place.
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <pty.h>
#include <sys/sysmacros.h>
#else
#include <util.h>
#endif

typedef struct {
  int result;  // what the call returned
  int error;   // errno of the same thread directly afterwards, 0 where the call did not fail
} line_outcome;

static inline line_outcome line_outcome_of(long result) {
  line_outcome outcome = {(int)result, result < 0 ? errno : 0};
  return outcome;
}

static inline line_outcome line_failure(int error) {
  line_outcome outcome = {-1, error};
  return outcome;
}

// ---- Clocks -------------------------------------------------------------------------------------

#ifdef __linux__
#define LINE_CLOCK_CONTINUOUS CLOCK_BOOTTIME
#define LINE_CLOCK_AWAKE CLOCK_MONOTONIC
#else
#define LINE_CLOCK_CONTINUOUS CLOCK_MONOTONIC
#define LINE_CLOCK_AWAKE CLOCK_UPTIME_RAW
#endif

static inline int64_t line_nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Never steps, counts the computer's sleep.
static inline int64_t line_continuous_time(void) { return line_nanoseconds(LINE_CLOCK_CONTINUOUS); }

// Never steps, stands still while the computer sleeps.
static inline int64_t line_awake_time(void) { return line_nanoseconds(LINE_CLOCK_AWAKE); }

static inline double line_unix_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Returns when the continuous clock has reached the instant; a signal does not end it.
static inline void line_sleep_until(int64_t instant) {
#ifdef __linux__
  struct timespec until = {instant / 1000000000, instant % 1000000000};
  while (clock_nanosleep(LINE_CLOCK_CONTINUOUS, TIMER_ABSTIME, &until, NULL) == EINTR) {}
#else
  for (int64_t left; (left = instant - line_continuous_time()) > 0;) {
    struct timespec interval = {left / 1000000000, left % 1000000000};
    nanosleep(&interval, NULL);
  }
#endif
}

// ---- Waiting ------------------------------------------------------------------------------------

// Waits until the descriptor has one of the events, or the continuous clock has reached the instant.
// The result is the events of poll(), 0 when the time is over.
static inline line_outcome line_wait(int descriptor, short events, int64_t deadline) {
  for (;;) {
    int64_t left = deadline - line_continuous_time();
    if (left < 0) left = 0;
    struct pollfd entry = {descriptor, events, 0};
#ifdef __linux__
    struct timespec interval = {left / 1000000000, left % 1000000000};
    int count = ppoll(&entry, 1, &interval, NULL);
#else
    int64_t milliseconds = (left + 999999) / 1000000;
    int count = poll(&entry, 1, milliseconds > 60000 ? 60000 : (int)milliseconds);
#endif
    if (count > 0) return line_outcome_of(entry.revents);
    if (count < 0 && errno != EINTR) return line_outcome_of(-1);
    if (count == 0 && line_continuous_time() >= deadline) return line_outcome_of(0);
  }
}

static const int line_can_read = POLLIN;
static const int line_can_write = POLLOUT;

static inline line_outcome line_read(int descriptor, void *bytes, int limit) {
  return line_outcome_of(read(descriptor, bytes, (size_t)limit));
}

static inline line_outcome line_write(int descriptor, const void *bytes, int count) {
  return line_outcome_of(write(descriptor, bytes, (size_t)count));
}

// A peer that is gone gives EPIPE and no signal.
static inline line_outcome line_send(int descriptor, const void *bytes, int count) {
#ifdef MSG_NOSIGNAL
  return line_outcome_of(send(descriptor, bytes, (size_t)count, MSG_NOSIGNAL));
#else
  return line_outcome_of(send(descriptor, bytes, (size_t)count, 0));
#endif
}

static inline void line_close(int descriptor) { close(descriptor); }

// Bytes that have arrived and were not read.
static inline int line_waiting_bytes(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

// Drops what has arrived, at most a mebibyte, since a flood has no end; does not wait.
static inline void line_drop_input(int descriptor) {
  char piece[4096];
  for (int i = 0; i < 256 && line_waiting_bytes(descriptor) > 0; i++)
    if (read(descriptor, piece, sizeof piece) <= 0) return;
}

// Whether the peer of a connection has closed it and nothing is left to read.
static inline int line_has_ended(int socket) {
  char byte;
  ssize_t count = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

// ---- Sockets ------------------------------------------------------------------------------------

typedef struct {
  struct sockaddr_storage address;
  socklen_t length;
} line_address;

// Addresses of a host, at most `limit`; the result is their count or -1, the error one of getaddrinfo.
// Does not leave this computer when the host must be written in numbers.
static inline line_outcome line_resolve(
    const char *host, const char *port, int numbersOnly, line_address *addresses, int limit) {
  struct addrinfo wanted, *found = NULL;
  memset(&wanted, 0, sizeof wanted);
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV | (numbersOnly ? AI_NUMERICHOST : 0);
  int failure = getaddrinfo(host, port, &wanted, &found);
  if (failure != 0) return line_failure(failure);
  int count = 0;
  for (struct addrinfo *one = found; one != NULL && count < limit; one = one->ai_next) {
    memcpy(&addresses[count].address, one->ai_addr, one->ai_addrlen);
    addresses[count++].length = one->ai_addrlen;
  }
  freeaddrinfo(found);
  return line_outcome_of(count);
}

static inline const char *line_resolve_error(int error) { return gai_strerror(error); }

// Begins a connection and does not wait for it; the result is the descriptor.
static inline line_outcome line_start_connection(const line_address *to) {
  int descriptor = socket(to->address.ss_family, SOCK_STREAM, 0);
  if (descriptor < 0) return line_outcome_of(-1);
  int on = 1;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
  setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  if (connect(descriptor, (const struct sockaddr *)&to->address, to->length) < 0 &&
      errno != EINPROGRESS) {
    line_outcome outcome = line_outcome_of(-1);
    close(descriptor);
    return outcome;
  }
  return line_outcome_of(descriptor);
}

// The error of a connection that was begun; 0 when it stands.
static inline int line_connection_error(int descriptor) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return errno;
  return error;
}

// ---- Terminals ----------------------------------------------------------------------------------

// The constant of termios for a rate in baud; 0 where this system has none.
static inline speed_t line_speed(int baud) {
  static const struct { int baud; speed_t speed; } speeds[] = {
    {110, B110}, {300, B300}, {600, B600}, {1200, B1200}, {2400, B2400}, {4800, B4800},
    {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200},
    {230400, B230400},
#ifdef B460800
    {460800, B460800}, {500000, B500000}, {576000, B576000}, {921600, B921600},
    {1000000, B1000000}, {1152000, B1152000}, {1500000, B1500000}, {2000000, B2000000},
    {2500000, B2500000}, {3000000, B3000000}, {3500000, B3500000}, {4000000, B4000000},
#endif
  };
  for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++)
    if (speeds[i].baud == baud) return speeds[i].speed;
  return 0;
}

// Whether both directions run at a rate, as the terminal says itself.
static inline int line_has_speed(int descriptor, int baud) {
  struct termios settings;
  return tcgetattr(descriptor, &settings) == 0 && cfgetospeed(&settings) == line_speed(baud) &&
         cfgetispeed(&settings) == line_speed(baud);
}

static inline line_outcome line_open_terminal(const char *path) {
  return line_outcome_of(open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
}

// Raw bytes, eight bits; parity is 'N', 'E' or 'O', stop bits 1 or 2.
static inline line_outcome line_configure_terminal(
    int descriptor, int baud, int parity, int stopBits) {
  struct termios settings;
  if (tcgetattr(descriptor, &settings) < 0) return line_outcome_of(-1);
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~(tcflag_t)(PARENB | PARODD | CSTOPB);
  if (parity != 'N') settings.c_cflag |= PARENB;
  if (parity == 'O') settings.c_cflag |= PARODD;
  if (stopBits == 2) settings.c_cflag |= CSTOPB;
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  if (cfsetspeed(&settings, line_speed(baud)) < 0) return line_outcome_of(-1);
  if (tcsetattr(descriptor, TCSANOW, &settings) < 0) return line_outcome_of(-1);
  tcflush(descriptor, TCIFLUSH);
  return line_outcome_of(0);
}

// Whether a path is the terminal side of a pseudo-terminal.
static inline int line_is_pseudo_terminal(const char *path) {
  struct stat status;
  if (stat(path, &status) < 0 || !S_ISCHR(status.st_mode)) return 0;
#ifdef __linux__
  return major(status.st_rdev) >= 136 && major(status.st_rdev) <= 143;
#else
  return strncmp(path, "/dev/ttys", 9) == 0;
#endif
}

// Makes a pseudo-terminal; `path`, of 128 bytes, names the side where an instrument is looked for.
//
// The result is the other side; `terminal` is the first one opened and raw, so that the pair stays
// alive while nobody else has it open.
static inline line_outcome line_make_pseudo_terminal(char *path, int *terminal) {
  int other = -1;
  if (openpty(&other, terminal, path, NULL, NULL) < 0) return line_outcome_of(-1);
  fcntl(other, F_SETFD, FD_CLOEXEC);
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  struct termios settings;
  if (tcgetattr(*terminal, &settings) == 0) {
    cfmakeraw(&settings);
    tcsetattr(*terminal, TCSANOW, &settings);
  }
  return line_outcome_of(other);
}

static inline int line_is_terminal(int descriptor) { return isatty(descriptor); }

// Keeps other programs out until the descriptor is closed; fails with EWOULDBLOCK.
//
// flock() holds between programs that ask for it, TIOCEXCL also against others unless they are
// root. A pseudo-terminal would stay exclusive after it was closed, so it has the first alone.
static inline line_outcome line_lock(int descriptor, int isPseudoTerminal) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) < 0) return line_outcome_of(-1);
  if (!isPseudoTerminal && ioctl(descriptor, TIOCEXCL) < 0) return line_outcome_of(-1);
  return line_outcome_of(0);
}
