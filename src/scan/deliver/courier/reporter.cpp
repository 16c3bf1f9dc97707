#include "scan/deliver/courier/reporter.h"

#include "base/file.h"

#include <unistd.h>

namespace platen::scan::courier {

void Reporter::say(Bytes frame) {
  if (!write_all(fd_, frame)) ::_exit(1);
  last_ = std::chrono::steady_clock::now();
}

void Reporter::moving() {
  if (std::chrono::steady_clock::now() - last_ < std::chrono::seconds(1)) return;
  say(write_report(ReportKind::moving, ""));
}

void Reporter::all_sent() {
  if (unanswered_) return;
  unanswered_ = true;
  say(write_report(ReportKind::all_sent, ""));
}

void Reporter::answered() {
  if (!unanswered_) return;
  unanswered_ = false;
  say(write_report(ReportKind::answered, ""));
}

void Reporter::arrived(const std::string& name) {
  say(write_report(ReportKind::arrived, name));
}

void Reporter::end(const DeliveryEnd& end) {
  say(write_end(end));
}

} // namespace platen::scan::courier
