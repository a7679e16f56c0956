/* A line that misbehaves, between a Modbus master and honest equipment.

   fault_line rtu LINK builtin|TERMINAL PERMILLE SEED SLOW_MS
   fault_line tcp PORT UPSTREAM_PORT    PERMILLE SEED SLOW_MS

   RTU: makes a pseudo-terminal and the link LINK to it, and passes requests to another terminal, or
   answers them itself: unit 1 holds at each address the address, unit 2 its complement.
   TCP: listens on PORT of 127.0.0.1, one client at a time, and passes requests to UPSTREAM_PORT.

   Of a thousand answers PERMILLE have a fault, each kind as often as the others; late means up to
   twelve times SLOW_MS. On SIGTERM it prints how often each kind happened.
   Build: cc -O2 fault_line.c -o fault_line */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
  LATE, SLOW, DUPLICATE, DUPLICATE_LATER, CUT, CUT_LATER, MERGED, FLIPPED, OTHER_UNIT, OTHER_LENGTH,
  DRIPPED, SILENT, NOISE, KINDS
};
static const char *names[KINDS] = {"late", "slow", "duplicate", "duplicate-later", "cut",
  "cut-later", "merged", "flipped", "other-unit", "other-length", "dripped", "silent", "noise"};
static long counts[KINDS], answers;
static volatile sig_atomic_t stopped;
static void stop(int signal) { (void)signal; stopped = 1; }

static int is_tcp;
static int64_t slow;  /* ns */

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static uint64_t state;
static uint32_t draw(uint32_t below) { /* SplitMix64 */
  uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return (uint32_t)((z ^ (z >> 31)) >> 33) % below;
}

static uint16_t table[256];
static void make_table(void) { /* CRC-16 of Modbus, reflected polynomial 0xA001 */
  for (int i = 0; i < 256; i++) {
    uint16_t c = (uint16_t)i;
    for (int k = 0; k < 8; k++) c = c & 1 ? (c >> 1) ^ 0xA001 : c >> 1;
    table[i] = c;
  }
}
static int seal(uint8_t *frame, int length) {
  uint16_t c = 0xFFFF;
  for (int i = 0; i < length; i++) c = (uint16_t)((c >> 8) ^ table[(c ^ frame[i]) & 255]);
  frame[length] = c & 255;
  frame[length + 1] = c >> 8;
  return length + 2;
}

/* ---- What is on its way to the master, each piece with its time. */
typedef struct { int64_t due; int length; uint8_t bytes[600]; } piece;
#define PIECES 1024
static piece pieces[PIECES];
static int piece_count;
static int64_t busy_until;

static void put(int64_t due, const uint8_t *bytes, int length) {
  if (piece_count == PIECES || length <= 0) return;
  piece *p = &pieces[piece_count++];
  p->due = due;
  p->length = length;
  memcpy(p->bytes, bytes, (size_t)length);
}

/* Sends what is due, in the order of its time; returns ns until the next piece, -1 for none. */
static int64_t deliver(int to) {
  for (;;) {
    int first = -1;
    for (int i = 0; i < piece_count; i++)
      if (first < 0 || pieces[i].due < pieces[first].due) first = i;
    if (first < 0) return -1;
    int64_t left = pieces[first].due - now();
    if (left > 0) return left;
    if (to >= 0 && write(to, pieces[first].bytes, (size_t)pieces[first].length) < 0) {}
    memmove(&pieces[first], &pieces[first + 1],
            (size_t)(piece_count - first - 1) * sizeof *pieces);
    piece_count--;
  }
}

/* ---- Frames. The unit stands at `head`; what is before it is the header of Modbus TCP. */
static int head(void) { return is_tcp ? 6 : 0; }
static int data_offset(void) { return head() + 3; }

/* Makes header and checksum fit the content again. */
static int finish(uint8_t *frame, int content_end) {
  if (!is_tcp) return seal(frame, content_end);
  frame[4] = (uint8_t)((content_end - 6) >> 8);
  frame[5] = (uint8_t)(content_end - 6);
  return content_end;
}

static uint8_t held[600];
static int held_length;
static uint8_t earlier[600];
static int earlier_length;

static void pass(const uint8_t *frame, int length, int permille) {
  int64_t at = now();
  if (at < busy_until) at = busy_until;
  uint8_t all[1200];
  int before = 0;
  if (held_length) { memcpy(all, held, (size_t)held_length); before = held_length; held_length = 0; }
  if (earlier_length) {
    memcpy(all + before, earlier, (size_t)earlier_length);
    before += earlier_length;
    earlier_length = 0;
  }
  memcpy(all + before, frame, (size_t)length);
  int total = before + length;
  answers++;
  if ((int)draw(1000) >= permille) {
    if (total > 600) total = 600;
    put(at, all, total);
    return;
  }
  if (before) put(at, all, before);
  int kind = (int)draw(KINDS);
  counts[kind]++;
  uint8_t f[600];
  memcpy(f, frame, (size_t)length);
  int content = length - (is_tcp ? 0 : 2);
  int64_t lateness = slow / 5 + (int64_t)draw(1000) * (slow * 118 / 10) / 1000;
  int part = 1 + (int)draw((uint32_t)length - 1);
  switch (kind) {
  case LATE: put(at + lateness, f, length); break;
  case SLOW: busy_until = at + lateness; put(busy_until, f, length); break;
  case DUPLICATE: put(at, f, length); put(at, f, length); break;
  case DUPLICATE_LATER:
    put(at, f, length); memcpy(earlier, f, (size_t)length); earlier_length = length; break;
  case CUT: put(at, f, part); break;
  case CUT_LATER: put(at, f, part); put(at + lateness, f + part, length - part); break;
  case MERGED: memcpy(held, f, (size_t)length); held_length = length; break;
  case FLIPPED: {
    /* On TCP nothing guards the values but the checksum of TCP itself: only the header is hit. */
    int bits = 8 * (is_tcp ? 9 : length);
    for (int i = 1 + (int)draw(3); i > 0; i--) {
      int bit = (int)draw((uint32_t)bits);
      f[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    /* Twice the same bit is no fault. */
    if (memcmp(f, frame, (size_t)length) == 0) f[head()] ^= 1;
    put(at, f, length);
    break;
  }
  case OTHER_UNIT:
    f[head()] ^= 3;
    for (int i = data_offset(); i < content; i++) f[i] ^= 0xFF;
    put(at, f, finish(f, content));
    break;
  case OTHER_LENGTH: {
    int registers = 1 + (int)draw(4);
    if (2 * registers == f[head() + 2]) registers++;
    f[head() + 2] = (uint8_t)(2 * registers);
    for (int i = data_offset(); i < data_offset() + 2 * registers; i++) f[i] = (uint8_t)draw(256);
    put(at, f, finish(f, data_offset() + 2 * registers));
    break;
  }
  case DRIPPED:
    for (int i = 0; i < length; i++) put(at + i * slow / 4, f + i, 1);
    break;
  case SILENT: break;
  case NOISE: {
    uint8_t noise[64];
    int n = 1 + (int)draw(sizeof noise);
    for (int i = 0; i < n; i++) noise[i] = (uint8_t)draw(256);
    put(at, noise, n);
    put(at, f, length);
    break;
  }
  }
}

/* Answers function 3 of a request without its checksum. */
static int answer(const uint8_t *request, uint8_t *frame) {
  int count = request[4] << 8 | request[5], address = request[2] << 8 | request[3];
  frame[0] = request[0];
  frame[1] = request[1];
  frame[2] = (uint8_t)(2 * count);
  for (int i = 0; i < count; i++) {
    uint16_t value = (uint16_t)(address + i);
    if (request[0] == 2) value = (uint16_t)~value;
    frame[3 + 2 * i] = (uint8_t)(value >> 8);
    frame[4 + 2 * i] = (uint8_t)value;
  }
  return seal(frame, 3 + 2 * count);
}

static int open_raw(const char *path) {
  int fd = open(path, O_RDWR | O_NOCTTY);
  struct termios t;
  if (fd < 0 || tcgetattr(fd, &t) < 0) { perror(path); exit(1); }
  cfmakeraw(&t);
  tcsetattr(fd, TCSANOW, &t);
  return fd;
}

static int make_terminal(const char *link_path) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  char name[128];
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 ||
      ptsname_r(master, name, sizeof name) != 0) { perror("pseudo-terminal"); exit(1); }
  open_raw(name); /* stays open, so that a master who closes is no hang-up */
  unlink(link_path);
  if (symlink(name, link_path) < 0) { perror(link_path); exit(1); }
  return master;
}

static int make_listener(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (void *)&a, sizeof a) < 0 || listen(fd, 8) < 0) { perror("listen"); exit(1); }
  return fd;
}

static int connect_to(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (void *)&a, sizeof a) < 0) { perror("upstream"); exit(1); }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

/* The length of the whole frame that begins with these bytes; 0 while it cannot be known. */
static int frame_length(const uint8_t *bytes, int length) {
  if (is_tcp) return length < 6 ? 0 : 6 + (bytes[4] << 8 | bytes[5]);
  if (length < 3) return 0;
  return bytes[1] & 0x80 ? 5 : 5 + bytes[2];
}

int main(int count, char **words) {
  if (count != 7) { fprintf(stderr, "usage: see the head of fault_line.c\n"); return 2; }
  is_tcp = !strcmp(words[1], "tcp");
  int permille = atoi(words[4]);
  state = (uint64_t)atoll(words[5]);
  slow = atoll(words[6]) * 1000000LL;
  make_table();
  signal(SIGTERM, stop);
  signal(SIGPIPE, SIG_IGN);
  int listener = is_tcp ? make_listener(atoi(words[2])) : -1;
  int client = is_tcp ? -1 : make_terminal(words[2]);
  int builtin = !strcmp(words[3], "builtin");
  int upstream = builtin || is_tcp ? -1 : open_raw(words[3]);
  uint8_t from_client[4096], from_upstream[4096];
  int got = 0, came = 0;
  puts("ready");
  fflush(stdout);
  while (!stopped) {
    int64_t left = deliver(client);
    struct pollfd p[3] = {{client, POLLIN, 0}, {upstream, POLLIN, 0}, {listener, POLLIN, 0}};
    struct timespec t = {left / 1000000000, left % 1000000000};
    if (ppoll(p, 3, left < 0 ? NULL : &t, NULL) < 0) continue;
    if (p[2].revents) {
      int fd = accept(listener, NULL, NULL), on = 1;
      if (client >= 0) { close(client); close(upstream); }
      client = fd;
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      upstream = connect_to(atoi(words[3]));
      got = came = piece_count = held_length = earlier_length = 0;
      busy_until = 0;
      continue;
    }
    if (p[0].revents) {
      ssize_t n = read(client, from_client + got, sizeof from_client - (size_t)got);
      if (n <= 0) {
        if (!is_tcp) { usleep(1000); continue; }
        close(client); close(upstream);
        client = upstream = -1;
        continue;
      }
      if (builtin) {
        got += (int)n;
        while (got >= 8) {
          uint8_t frame[600];
          pass(frame, answer(from_client, frame), permille);
          memmove(from_client, from_client + 8, (size_t)(got -= 8));
        }
      } else if (write(upstream, from_client, (size_t)n) < 0) {}
    }
    if (p[1].revents) {
      ssize_t n = read(upstream, from_upstream + came, sizeof from_upstream - (size_t)came);
      if (n <= 0) { if (is_tcp) { close(client); close(upstream); client = upstream = -1; } continue; }
      came += (int)n;
      for (int whole; (whole = frame_length(from_upstream, came)) && came >= whole;) {
        pass(from_upstream, whole, permille);
        memmove(from_upstream, from_upstream + whole, (size_t)(came -= whole));
      }
    }
  }
  long faults = 0;
  for (int i = 0; i < KINDS; i++) faults += counts[i];
  printf("answers %ld faults %ld", answers, faults);
  for (int i = 0; i < KINDS; i++) printf(" %s %ld", names[i], counts[i]);
  puts("");
  return 0;
}
