platen_fuzz(http_request SOURCES http_request_fuzz.cpp LINK platen_http platen_boost RUNS 20000)
