platen_fuzz(install_words SOURCES install_words_fuzz.cpp LINK platen_install)
