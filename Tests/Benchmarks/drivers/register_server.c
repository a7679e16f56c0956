/* Registers over Modbus TCP as fast as libmodbus serves them; each register holds its address.

   register_server PORT
   Build: cc -O2 register_server.c $(pkg-config --cflags --libs libmodbus) -o register_server */
#include <modbus.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST = 900, REGISTERS = 2000 };

int main(int count, char **words) {
  if (count != 2) return 2;
  modbus_t *server = modbus_new_tcp("127.0.0.1", atoi(words[1]));
  modbus_mapping_t *map = modbus_mapping_new(0, 0, REGISTERS, 0);
  for (int i = 0; i < REGISTERS; i++) map->tab_registers[i] = (uint16_t)i;
  static struct pollfd entries[LARGEST];
  entries[0] = (struct pollfd){modbus_tcp_listen(server, 16), POLLIN, 0};
  if (entries[0].fd < 0) return 1;
  int used = 1;
  for (;;) {
    poll(entries, (nfds_t)used, -1);
    for (int i = used - 1; i > 0; i--) {
      if (!entries[i].revents) continue;
      uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
      modbus_set_socket(server, entries[i].fd);
      int length = modbus_receive(server, request);
      if (length > 0) modbus_reply(server, request, length, map);
      if (length < 0) {
        close(entries[i].fd);
        entries[i] = entries[--used];
      }
    }
    if (entries[0].revents) {
      int client = accept(entries[0].fd, NULL, NULL);
      if (client >= 0 && used < LARGEST) entries[used++] = (struct pollfd){client, POLLIN, 0};
      else if (client >= 0) close(client);
    }
  }
}
