platen_fuzz(update_index SOURCES ${CMAKE_CURRENT_LIST_DIR}/update_index_fuzz.cpp LINK platen_update)
