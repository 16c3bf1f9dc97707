platen_fuzz(server_config SOURCES server_config_fuzz.cpp LINK platen_server RUNS 20000)
