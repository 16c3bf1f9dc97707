#include "intake/ipp/printer_edit.h"

#include <mutex>

namespace platen::intake::ipp {

void edit_printer(const std::shared_ptr<Call>& call, std::string_view act,
                  job::Store::PrinterEdit edit, std::function<void()> after) {
  call->services.store.update_printer(
      call->printer->id, std::move(edit),
      [call, act, after = std::move(after)](const Result<job::Printer>& done) {
        call->services.audit.record(call->principal, act, call->printer->name,
                                    done ? "done" : done.error().what);
        if (!done) return call->answer(done.error());
        if (after) after();
        call->answer(IPP_STATUS_OK);
      });
}

namespace {

// Answers when the last of several changes is done; the first failure is the answer.
struct Several {
  std::mutex mutex;
  std::size_t left = 0;
  std::optional<Error> failure;
};

void one_done(const std::shared_ptr<Several>& several, const std::shared_ptr<Call>& call,
              const Result<job::Printer>& done) {
  std::optional<Error> failure;
  {
    const std::lock_guard lock(several->mutex);
    if (!done && !several->failure) several->failure = done.error();
    if (--several->left > 0) return;
    failure = several->failure;
  }
  if (failure) return call->answer(*failure);
  call->answer(IPP_STATUS_OK);
}

} // namespace

void edit_all_printers(const std::shared_ptr<Call>& call, std::string_view act,
                       job::Store::PrinterEdit edit, std::function<void(job::PrinterId)> after) {
  const auto printers = call->services.store.printers();
  if (printers->empty()) return call->answer(IPP_STATUS_OK);
  const auto several = std::make_shared<Several>();
  several->left = printers->size();
  for (const job::Printer& printer : *printers)
    call->services.store.update_printer(printer.id, edit,
                                        [call, several, act, after, id = printer.id,
                                         name = printer.name](const Result<job::Printer>& done) {
                                          call->services.audit.record(call->principal, act, name,
                                                                      done ? "done"
                                                                           : done.error().what);
                                          if (done && after) after(id);
                                          one_done(several, call, done);
                                        });
}

} // namespace platen::intake::ipp
