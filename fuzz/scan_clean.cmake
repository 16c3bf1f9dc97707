platen_fuzz(scan_clean SOURCES ${CMAKE_CURRENT_LIST_DIR}/scan_clean_fuzz.cpp LINK platen_scan_clean RUNS 300)
