// libserialport with result and errno as one value.
#include <errno.h>
#include <libserialport.h>

typedef struct {
  int result;  // a count or SP_OK; negative is one of the SP_ERR values
  int error;   // errno of the same thread directly afterwards, 0 where the call did not fail
} serial_port_outcome;

static inline serial_port_outcome serial_port_outcome_of(int result) {
  serial_port_outcome outcome = {result, result == SP_ERR_FAIL ? errno : 0};
  return outcome;
}

// Opens the port raw and without flow control.
static inline serial_port_outcome serial_port_open(
    struct sp_port *port, int baud, enum sp_parity parity, int stop_bits) {
  int result = sp_open(port, SP_MODE_READ_WRITE);
  if (result < 0) return serial_port_outcome_of(result);
  if ((result = sp_set_baudrate(port, baud)) < 0 || (result = sp_set_bits(port, 8)) < 0 ||
      (result = sp_set_parity(port, parity)) < 0 ||
      (result = sp_set_stopbits(port, stop_bits)) < 0 ||
      (result = sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE)) < 0) {
    serial_port_outcome outcome = serial_port_outcome_of(result);
    sp_close(port);
    return outcome;
  }
  return serial_port_outcome_of(SP_OK);
}

static inline serial_port_outcome serial_port_read(struct sp_port *port, void *bytes, int limit) {
  return serial_port_outcome_of(sp_nonblocking_read(port, bytes, (size_t)limit));
}

static inline serial_port_outcome serial_port_write(
    struct sp_port *port, const void *bytes, int count) {
  return serial_port_outcome_of(sp_nonblocking_write(port, bytes, (size_t)count));
}

// libserialport's own waiting is not used: its clock may be set. The descriptor is for poll().
static inline int serial_port_descriptor(const struct sp_port *port) {
  int descriptor = -1;
  return sp_get_port_handle(port, &descriptor) == SP_OK ? descriptor : -1;
}
