#include "no_leak_check.h"
#include "worker/impose_pdf.h"
#include "worker/pdf_info.h"
#include "worker/pdf_to_tiff.h"
#include "worker/worker.h"

int main() {
  using platen::render::Request;
  using platen::render::Task;
  return platen::worker::run_library([](const Request& request) {
    switch (request.task) {
    case Task::unwrap_pdf:
      return platen::worker::unwrap_pdf(request);
    case Task::impose_pdf:
      return platen::worker::arrange_pages(request);
    default:
      return platen::worker::report_pdf(request);
    }
  });
}
