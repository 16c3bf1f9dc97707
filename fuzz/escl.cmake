# The plan alone of intake/escl: the rest of it is threads and connections.
platen_fuzz(escl SOURCES escl_fuzz.cpp ../src/intake/escl/plan.cpp LINK platen_image platen_wire_escl)
