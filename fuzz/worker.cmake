platen_fuzz(pdf_pages SOURCES pdf_pages_fuzz.cpp LINK platen_worker_qpdf)
