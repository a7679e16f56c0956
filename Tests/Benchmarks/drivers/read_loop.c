/* The plainest loop of reads that libmodbus allows: what our banks are measured beside.

   read_loop tcp PORT UNIT ADDRESS COUNT SECONDS | read_loop rtu TERMINAL UNIT ADDRESS COUNT SECONDS
   Build: cc -O2 read_loop.c $(pkg-config --cflags --libs libmodbus) -o read_loop */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count != 7) return 2;
  modbus_t *line = strcmp(words[1], "tcp") == 0 ? modbus_new_tcp("127.0.0.1", atoi(words[2]))
                                                : modbus_new_rtu(words[2], 115200, 'N', 8, 1);
  modbus_set_slave(line, atoi(words[3]));
  modbus_set_response_timeout(line, 1, 0);
  if (modbus_connect(line) < 0) {
    fprintf(stderr, "%s\n", modbus_strerror(errno));
    return 1;
  }
  int address = atoi(words[4]), registers = atoi(words[5]);
  double begin = now(), end = begin + atof(words[6]), at = begin;
  uint16_t values[125];
  long reads = 0, errors = 0;
  while (at < end) {
    if (modbus_read_registers(line, address, registers, values) != registers) errors++;
    reads++;
    at = now();
  }
  printf("reads %ld rate %.0f errors %ld\n", reads, (double)reads / (at - begin), errors);
  modbus_close(line);
  modbus_free(line);
  return errors != 0;
}
