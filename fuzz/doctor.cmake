platen_fuzz(doctor_words SOURCES doctor_words_fuzz.cpp LINK platen_doctor)
