#include "no_leak_check.h"
#include "worker/text_pdf.h"
#include "worker/worker.h"

int main() {
  return platen::worker::run_library(platen::worker::typeset_text);
}
