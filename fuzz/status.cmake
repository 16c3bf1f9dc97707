# What devices and their clients say about status: the readers' side, and the twins'.
platen_fuzz(status_ivec SOURCES status_ivec_fuzz.cpp LINK platen_device)
platen_fuzz(status_ipp SOURCES status_ipp_fuzz.cpp LINK platen_device)
platen_fuzz(status_pjl SOURCES status_pjl_fuzz.cpp LINK platen_device)
platen_fuzz(status_printer_mib SOURCES status_printer_mib_fuzz.cpp LINK platen_device)
platen_fuzz(status_chmp SOURCES status_chmp_fuzz.cpp LINK platen_wire)
platen_fuzz(twin_snmp SOURCES twin_snmp_fuzz.cpp LINK platen_virtual)
platen_fuzz(twin_chmp SOURCES twin_chmp_fuzz.cpp LINK platen_virtual)
platen_fuzz(twin_bjnp SOURCES twin_bjnp_fuzz.cpp LINK platen_virtual)
