platen_fuzz(icc SOURCES ${CMAKE_CURRENT_LIST_DIR}/icc_fuzz.cpp LINK platen_colour_icc RUNS 200)
