# One source, one program a format: PLATEN_FUZZ_OPEN names the reader.
foreach(format IN ITEMS jpeg png tiff pwg urf)
  platen_fuzz(codec_${format} SOURCES ${CMAKE_CURRENT_LIST_DIR}/codec_fuzz.cpp LINK platen_codec RUNS 4000)
endforeach()
target_compile_definitions(fuzz_codec_jpeg PRIVATE PLATEN_FUZZ_OPEN=open_jpeg)
target_compile_definitions(fuzz_codec_png PRIVATE PLATEN_FUZZ_OPEN=open_png)
target_compile_definitions(fuzz_codec_tiff PRIVATE PLATEN_FUZZ_OPEN=open_tiff)
target_compile_definitions(fuzz_codec_pwg PRIVATE PLATEN_FUZZ_OPEN=open_pwg_raster)
target_compile_definitions(fuzz_codec_urf PRIVATE PLATEN_FUZZ_OPEN=open_apple_raster)
