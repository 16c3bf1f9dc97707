#include "intake/ipp/language_probe.h"

#include "base/device_limits.h"
#include "device/language_choice.h"
#include "intake/ipp/attribute_writer.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view language_option = "printer-language";

bool is_named(const PrinterChange& change) {
  return std::ranges::any_of(change.defaults,
                             [](const auto& one) { return one.first == language_option; }) ||
         std::ranges::find(change.forgotten, language_option) != change.forgotten.end();
}

std::string language_of(const job::Printer& printer) {
  for (const auto& [name, value] : printer.defaults)
    if (name == language_option) return value;
  return "";
}

// What people read; the language to be the default, or "" where it stays.
struct Found {
  std::string words, language;
};

Found ask(const std::string& device_uri, const model::Model& model, const std::string& has) {
  const Cancel never;
  const auto probe =
      device::probe(device::asked_at(device_uri), never, limits::probe_of_new_printer);
  if (!probe)
    return {"the device cannot be asked for its languages (" + probe.error().what + "): " +
                std::string(language_option) + " stays " + (has.empty() ? model.language : has),
            ""};
  const device::LanguageChoice choice = device::choose_language(*probe, model);
  if (choice.why != device::LanguageChoice::Why::confirmed)
    return {device::in_words(choice, *probe, model), ""};
  if (!has.empty() && device::has_language(*probe, has))
    return {"the device says that it has " + has + ", too: printer-language=" + has + " stays", ""};
  return {device::in_words(choice, *probe, model), choice.language};
}

void probe(const std::shared_ptr<Call>& call, const model::Model& model,
           const std::string& device_uri, const std::string& has, PrinterChange& change) {
  const Found found = ask(device_uri, model, has);
  AttributeWriter(call->reply.get(), IPP_TAG_OPERATION).text("platen-probe-message", found.words);
  if (!found.language.empty()) change.defaults.emplace_back(language_option, found.language);
}

} // namespace

void with_probed_language(const std::shared_ptr<Call>& call, const model::Model& model,
                          const std::string& device_uri, const job::Printer& now,
                          PrinterChange change, std::function<void(const PrinterChange&)> go) {
  const bool wanted = call->request.boolean(IPP_TAG_OPERATION, "platen-probe").value_or(false) &&
                      model.languages().size() > 1 && !is_named(change) &&
                      !device::asked_at(device_uri).empty();
  if (!wanted) return go(change);
  const auto work = [call, &model, device_uri, has = language_of(now), change, go](bool run) {
    if (!run) return call->answer(IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, "the server stops");
    PrinterChange whole = change;
    probe(call, model, device_uri, has, whole);
    go(whole);
  };
  // On a thread of its own: a silent device takes seconds, in which others are served.
  if (call->services.shelf_thread == nullptr) return work(true);
  if (!call->services.shelf_thread->take(work))
    call->answer(IPP_STATUS_ERROR_BUSY, "too much waits before the device can be asked: try again, "
                                        "or add the printer without asking (--no-probe)");
}

} // namespace platen::intake::ipp
