#include "no_leak_check.h"
#include "worker/pdf_info.h"
#include "worker/pdf_to_tiff.h"
#include "worker/worker.h"

int main() {
  using platen::render::Request;
  return platen::worker::run_library([](const Request& request) {
    return request.task == platen::render::Task::unwrap_pdf ? platen::worker::unwrap_pdf(request)
                                                            : platen::worker::report_pdf(request);
  });
}
