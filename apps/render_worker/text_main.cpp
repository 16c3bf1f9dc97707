#include "no_leak_check.h"
#include "worker/text_boxes.h"
#include "worker/text_pdf.h"
#include "worker/worker.h"

int main() {
  return platen::worker::run_library([](const platen::render::Request& request) {
    return request.task == platen::render::Task::texts ? platen::worker::draw_text_boxes(request)
                                                       : platen::worker::typeset_text(request);
  });
}
