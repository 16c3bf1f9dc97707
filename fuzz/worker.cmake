platen_fuzz(pdf_pages SOURCES pdf_pages_fuzz.cpp LINK platen_worker_qpdf)
platen_fuzz(pdf_imposition SOURCES pdf_imposition_fuzz.cpp LINK platen_worker_qpdf)
