platen_fuzz(library_file SOURCES ${CMAKE_CURRENT_LIST_DIR}/library_file_fuzz.cpp LINK platen_library)
