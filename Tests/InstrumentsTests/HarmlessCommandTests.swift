import Instruments
import Testing

struct HarmlessCommandTests {
  @Test(arguments: ["*CLS", ":SYST:HEAD OFF", "syst:remote", "SYSTem:HEADer OFF", ":SYST:REM"])
  func `the few set-up commands are allowed in every spelling`(command: String) {
    #expect(HarmlessCommand.faultOfSetUp(command) == nil)
  }

  @Test(arguments: [
    "OUTP ON", ":OUTPut:STATe ON", "INP ON", "INPut 1", "SOUR:CURR 1", "CURR 5", "VOLT 4.2",
    "BATT ON", "LOAD ON", "*RST", "*RCL 1", "SYST:LOC", "SYST:HEAD ON", "FUNC CURR", "",
    "*CLS;OUTP ON", "*CLS\nOUTP ON", "*CLS\u{D}OUTP ON", "SYST:REM OUTP ON", "OUTP ON?",
  ])
  func `nothing else may be sent`(command: String) {
    #expect(HarmlessCommand.faultOfSetUp(command) != nil)
  }

  @Test(arguments: [
    "*IDN?", ":FETC?", "MEAS:VOLT?", "MEAS:ARR?", "OUTP?", "VOUT1?", "Ch1:SW?", "MEAS1:ALL?",
    ":TRAC:DATA? 1,2,\"defbuffer1\"", "SYST:ERR?", "MEAS:VOLT? (@1)", "*ESR?",
  ])
  func `questions that only read are allowed`(question: String) {
    #expect(HarmlessCommand.faultOfQuestion(question) == nil)
  }

  @Test(arguments: [
    "OUTP ON", "MEAS:VOLT", "?", "*IDN?;OUTP ON", "*IDN?\nOUTP ON", "OUTP ON;*IDN?",
    "OUTP ON ?", "*IDN? ?", "CURR 5?", "", "測定?", String(repeating: "A", count: 200) + "?",
  ])
  func `a question is one header that ends in a question mark`(question: String) {
    #expect(HarmlessCommand.faultOfQuestion(question) != nil)
  }

  @Test(arguments: [
    ":READ?", "READ? \"defbuffer1\"", "INIT?", "*TST?", "*CAL?", "CAL:ALL?", ":CALibration?",
    "DIAG:X?", "*RST?", "*TRG?", "TEST:ALL?", "INITiate:IMM?",
  ])
  func `a question by which the device acts is refused`(question: String) {
    #expect(HarmlessCommand.faultOfQuestion(question) != nil)
  }
}
