platen_fuzz(icc SOURCES ${CMAKE_CURRENT_LIST_DIR}/icc_fuzz.cpp LINK platen_colour_icc RUNS 200)
platen_fuzz(icc_inspect SOURCES ${CMAKE_CURRENT_LIST_DIR}/icc_inspect_fuzz.cpp LINK platen_colour_icc)
