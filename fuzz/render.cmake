platen_fuzz(render_answers SOURCES render_answers_fuzz.cpp LINK platen_render)
platen_fuzz(render_glyphs SOURCES render_glyphs_fuzz.cpp LINK platen_render)
platen_fuzz(render_text SOURCES render_text_fuzz.cpp LINK platen_worker_text)
