#include "intake/ipp/language_probe.h"

#include "base/device_limits.h"
#include "device/language_choice.h"
#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/device_fields.h"
#include "transport/ipp_address.h"
#include "transport/usb_address.h"

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

// What people read; the language to be the default, or "" where it stays; what is kept of what the
// device told.
struct Found {
  std::string words, language;
  ToldLanguages told = {};
};

// All that a channel told which named the language: one beside the print data where there is one,
// since it is asked again before jobs.
ToldLanguages told_with(std::string_view language, const device::Probe& probe) {
  ToldLanguages told;
  for (const device::Spoken& one : probe.languages)
    if (device::stands_for(one.name, language) && (told.channel.empty() || told.channel == "pjl"))
      told.channel = one.channel;
  for (const device::Spoken& one : probe.languages)
    if (one.channel == told.channel) told.names.push_back(one.name);
  return told;
}

Found language_in(const Result<device::Probe>& probe, const model::Model& model,
                  const std::string& has) {
  if (!probe)
    return {"the device cannot be asked for its languages (" + probe.error().what + "): " +
                std::string(language_option) + " stays " + (has.empty() ? model.language : has),
            ""};
  const device::LanguageChoice choice = device::choose_language(*probe, model);
  if (choice.why != device::LanguageChoice::Why::confirmed)
    return {device::in_words(choice, *probe, model), ""};
  if (!has.empty() && device::has_language(*probe, has))
    return {"the device says that it has " + has + ", too: printer-language=" + has + " stays", "",
            told_with(has, *probe)};
  return {device::in_words(choice, *probe, model), choice.language,
          told_with(choice.language, *probe)};
}

// What is asked of a device, and where.
struct Question {
  std::string uri;
  bool language = false, identity = false;
};

Question question_of(const Call& call, const model::Model& model, const std::string& device_uri,
                     const PrinterChange& change) {
  Question question;
  if (!call.request.boolean(IPP_TAG_OPERATION, "platen-probe").value_or(false)) return question;
  const std::string asked = device::asked_at(device_uri);
  question.uri = transport::is_ipp_uri(device_uri) ? device_uri : asked;
  question.language = model.languages().size() > 1 && !is_named(change) && !asked.empty();
  // A unit on the USB is named by its address, wherever it is plugged in.
  question.identity = !question.uri.empty() && !transport::is_usb_uri(device_uri) &&
                      ippFindAttribute(call.request.get(), identity_name, IPP_TAG_ZERO) == nullptr;
  return question;
}

// A printer whose device tells the same, or nothing, keeps what it knows of it.
bool is_news(const device::Identity& known, const device::Identity& told) {
  const device::Match match = device::compare(known, told);
  return !told.empty() &&
         (known.empty() || match == device::Match::different || match == device::Match::unclear);
}

void probe(const std::shared_ptr<Call>& call, const model::Model& model, const Question& question,
           const job::Printer& now, PrinterChange& change) {
  const Cancel never;
  // Who it is alone is asked beside its print port: what reads no PJL would take that for a job.
  const auto told = question.language
                        ? device::probe(question.uri, never, limits::probe_of_new_printer)
                        : device::identify(question.uri, {}, never);
  std::string words;
  if (question.language) {
    Found found = language_in(told, model, language_of(now));
    words = found.words;
    change.told = std::move(found.told);
    if (!found.language.empty()) change.defaults.emplace_back(language_option, found.language);
  }
  const device::Identity identity = told ? told->identity() : device::Identity();
  if (question.identity && !identity.empty()) {
    change.edits.push_back([identity](job::Printer& printer) {
      if (is_news(printer.device_identity, identity)) printer.device_identity = identity;
    });
    words += (words.empty() ? "" : "; ") +
             ("the device is known from now on by " + device::in_words(identity));
  }
  if (!words.empty())
    AttributeWriter(call->reply.get(), IPP_TAG_OPERATION).text("platen-probe-message", words);
}

} // namespace

// Of another device nothing is known yet, and of a language that is named people know better.
void forget_what_is_overruled(const job::Store& store, const model::Model& model,
                              const job::Printer& now, PrinterChange& change) {
  job::Printer changed = now;
  change.apply(changed);
  if (changed.device_uri != now.device_uri) {
    change.told = ToldLanguages{};
  } else if (is_named(change)) {
    const std::string named = language_of(changed);
    change.told = told_languages(store, now);
    change.told->forget(named.empty() ? model.language : named);
  }
}

void with_device_asked(const std::shared_ptr<Call>& call, const model::Model& model,
                       const std::string& device_uri, const job::Printer& now, PrinterChange change,
                       std::function<void(const PrinterChange&)> go) {
  const Question question = question_of(*call, model, device_uri, change);
  if (!question.language && !question.identity) return go(change);
  const auto work = [call, &model, question, now, change, go](bool run) {
    if (!run) return call->answer(IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, "the server stops");
    PrinterChange whole = change;
    probe(call, model, question, now, whole);
    go(whole);
  };
  // On a thread of its own: a silent device takes seconds, in which others are served.
  if (call->services.shelf_thread == nullptr) return work(true);
  if (!call->services.shelf_thread->take(work))
    call->answer(IPP_STATUS_ERROR_BUSY, "too much waits before the device can be asked: try again, "
                                        "or add the printer without asking (--no-probe)");
}

} // namespace platen::intake::ipp
