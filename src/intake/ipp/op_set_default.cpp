#include "intake/ipp/handlers.h"
#include "intake/ipp/printer_cache.h"

namespace platen::intake::ipp {

void cups_set_default(const std::shared_ptr<Call>& call) {
  call->services.store.set_setting(
      default_printer_setting, call->printer->name, [call](const Result<void>& done) {
        call->services.audit.record(call->principal, "set-default", call->printer->name,
                                    done ? "done" : done.error().what);
        if (!done) return call->answer(done.error());
        call->services.cache->forget_default();
        call->answer(IPP_STATUS_OK);
      });
}

} // namespace platen::intake::ipp
