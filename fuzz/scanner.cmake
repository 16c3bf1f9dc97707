# What scanners answer, and the process that has their drivers.
platen_fuzz(scanner_answers SOURCES scanner_answers_fuzz.cpp LINK platen_scan_device)
platen_fuzz(scanner_bjnp SOURCES scanner_bjnp_fuzz.cpp LINK platen_wire)
platen_fuzz(scanner_sane SOURCES scanner_sane_fuzz.cpp LINK platen_scan_sane_protocol)
