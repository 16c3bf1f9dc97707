platen_fuzz(model_parse SOURCES model_fuzz.cpp LINK platen_model platen_layout)
