platen_fuzz(ipp_frame SOURCES ipp_frame_fuzz.cpp LINK platen_wire)
platen_fuzz(ipp_service SOURCES ipp_service_fuzz.cpp LINK platen_intake)
target_compile_definitions(fuzz_ipp_service PRIVATE PLATEN_SOURCE_DATA="${CMAKE_SOURCE_DIR}/data")
