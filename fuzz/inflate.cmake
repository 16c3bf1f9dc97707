platen_fuzz(inflate SOURCES inflate_fuzz.cpp LINK platen_intake RUNS 5000)
