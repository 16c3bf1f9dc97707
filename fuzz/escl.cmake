platen_fuzz(escl SOURCES escl_fuzz.cpp LINK platen_intake_escl platen_wire_escl)
