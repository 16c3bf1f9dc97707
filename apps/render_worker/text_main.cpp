#include "no_leak_check.h"
#include "worker/page_texts.h"
#include "worker/text_boxes.h"
#include "worker/text_pdf.h"
#include "worker/worker.h"

int main() {
  using platen::render::Request;
  using platen::render::Task;
  return platen::worker::run_library([](const Request& request) {
    switch (request.task) {
    case Task::texts:
      return platen::worker::draw_text_boxes(request);
    case Task::page_texts:
      return platen::worker::set_page_texts(request);
    default:
      return platen::worker::typeset_text(request);
    }
  });
}
