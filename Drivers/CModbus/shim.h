// libmodbus with what Swift cannot see: result and errno as one value, and the codes that the
// header writes as expressions.
#include <errno.h>
#include <modbus.h>

typedef struct {
  int count;  // what the call returned, negative where it failed
  int error;  // errno of the same thread directly afterwards, 0 where it did not fail
} modbus_outcome;

static inline modbus_outcome modbus_outcome_of(int count) {
  modbus_outcome outcome = {count, count < 0 ? errno : 0};
  return outcome;
}

// Opens the serial port; does not wait.
static inline modbus_outcome modbus_outcome_connect(modbus_t *context) {
  return modbus_outcome_of(modbus_connect(context));
}

// Functions 3 and 4, one value a register.
static inline modbus_outcome modbus_outcome_registers(
    modbus_t *context, int function, int address, int count, uint16_t *values) {
  return modbus_outcome_of(
      function == MODBUS_FC_READ_INPUT_REGISTERS
          ? modbus_read_input_registers(context, address, count, values)
          : modbus_read_registers(context, address, count, values));
}

// Functions 1 and 2, one byte a bit.
static inline modbus_outcome modbus_outcome_bits(
    modbus_t *context, int function, int address, int count, uint8_t *bits) {
  return modbus_outcome_of(
      function == MODBUS_FC_READ_DISCRETE_INPUTS
          ? modbus_read_input_bits(context, address, count, bits)
          : modbus_read_bits(context, address, count, bits));
}

// One whole frame into `frame` (MODBUS_MAX_ADU_LENGTH bytes); count is its length.
static inline modbus_outcome modbus_outcome_frame(modbus_t *context, uint8_t *frame) {
  return modbus_outcome_of(modbus_receive_confirmation(context, frame));
}

// libmodbus waits with select(), which cannot hold a larger descriptor.
static const int modbus_largest_descriptor = 1023;

static const int modbus_error_first_exception = MODBUS_ENOBASE + 1;
static const int modbus_error_last_exception = EMBXGTAR;
static const int modbus_error_checksum = EMBBADCRC;
static const int modbus_error_data = EMBBADDATA;
static const int modbus_error_exception = EMBBADEXC;
static const int modbus_error_too_many = EMBMDATA;
static const int modbus_error_unit = EMBBADSLAVE;
