platen_fuzz(api_body SOURCES api_body_fuzz.cpp LINK platen_intake_api RUNS 20000)
