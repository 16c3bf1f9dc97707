platen_fuzz(printer_answer SOURCES printer_answer_fuzz.cpp LINK platen_transport platen_wire RUNS 20000)
