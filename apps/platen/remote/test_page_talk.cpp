#include "remote/test_page_talk.h"

#include "remote/listing.h"
#include "remote/setup_ends.h"
#include "setup/test_page.h"

#include <unistd.h>

namespace platen::app {

namespace {

bool someone_sits_there(const Arguments& arguments) {
  return !arguments.has("json") && ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

Result<void> print_alone(const Arguments& arguments, setup::PrinterWork& work,
                         const std::string& printer) {
  TRY(const std::int64_t job, work.print_test_page(printer, {}));
  if (arguments.has("json")) return print_json({{"job-id", job}, {"function", "test-page"}});
  return print_text("job " + std::to_string(job) + " does the test-page\n");
}

// What the person's answers come to.
Result<void> conclude(const setup::TestPage& page, const std::string& printer) {
  if (!page.last() || !page.last()->printed())
    return fail(Errc::io, "the test page is not printed: \"platen doctor -d " + printer +
                              "\" says what is wrong");
  if (page.complaints().empty()) return print_text("The test page is right.\n");
  std::string left;
  for (const std::string& one : page.complaints())
    left += (left.empty() ? "" : ", ") + one;
  return print_text("Not right on the test page: " + left + ". \"platen doctor -d " + printer +
                    "\" looks further.\n");
}

} // namespace

Result<void> print_test_page(const Arguments& arguments, const std::string& printer) {
  RestServer server(arguments);
  TRY_VOID(server.open());
  setup::PrinterWork work(server);
  if (!someone_sits_there(arguments)) return print_alone(arguments, work, printer);
  catch_interrupts();
  Terminal terminal;
  setup::Talk talk(terminal, setup::ending);
  setup::TestPage page(work, talk, printer);
  const auto done = page.run();
  if (done) return conclude(page, printer);
  Error error = done.error();
  if (error.code == Errc::cancelled)
    error.what = "ended before all was answered; a job that was made goes on";
  return Failure(std::move(error));
}

} // namespace platen::app
