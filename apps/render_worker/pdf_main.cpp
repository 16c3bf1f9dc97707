#include "no_leak_check.h"
#include "worker/pdf_info.h"
#include "worker/worker.h"

int main() {
  return platen::worker::run_library(platen::worker::report_pdf);
}
