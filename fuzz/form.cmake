platen_fuzz(form_multipart SOURCES form_multipart_fuzz.cpp LINK platen_web RUNS 20000)
