platen_fuzz(discovery SOURCES discovery_fuzz.cpp LINK platen_discovery platen_device platen_wire)
