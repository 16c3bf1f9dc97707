platen_fuzz(encode_answer SOURCES encode_answer_fuzz.cpp LINK platen_encode)
