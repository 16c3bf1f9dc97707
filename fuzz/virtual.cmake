platen_fuzz(virtual_ivec RUNS 2500 SOURCES ${CMAKE_CURRENT_LIST_DIR}/virtual_ivec_fuzz.cpp LINK platen_virtual)
platen_fuzz(virtual_pclxl RUNS 2500 SOURCES ${CMAKE_CURRENT_LIST_DIR}/virtual_pclxl_fuzz.cpp LINK platen_virtual)
platen_fuzz(virtual_pcl5 RUNS 1000 SOURCES ${CMAKE_CURRENT_LIST_DIR}/virtual_pcl5_fuzz.cpp LINK platen_virtual)
platen_fuzz(twin_scanner RUNS 10000 SOURCES ${CMAKE_CURRENT_LIST_DIR}/twin_scanner_fuzz.cpp LINK platen_virtual)
