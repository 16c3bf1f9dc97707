platen_fuzz(inbox SOURCES inbox_fuzz.cpp LINK platen_wire)
