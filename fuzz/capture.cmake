platen_fuzz(hiscoa SOURCES ${CMAKE_CURRENT_LIST_DIR}/hiscoa_fuzz.cpp LINK platen_wire)
platen_fuzz(capture RUNS 3000 SOURCES ${CMAKE_CURRENT_LIST_DIR}/capture_fuzz.cpp LINK platen_capture)
