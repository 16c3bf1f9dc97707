#pragma once

namespace platen::scan {

// The whole of the program platen-ocr: reads its question and page, locks itself in, answers.
// Gives the exit code (render/worker_exit.h).
int run_ocr();

} // namespace platen::scan
