#include "base/limits.h"
#include "intake/ipp/hold_times.h"
#include "intake/ipp/job_settings.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/unsupported.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

// The attributes of an IPP message from anywhere, as those of a job: what is taken makes a ticket,
// can be written again, and is then read as the same; what is not taken can be named in an answer.
namespace {

using namespace platen;
using namespace platen::intake::ipp;
using platen::ipp::Message;

void expect(bool holds) {
  if (!holds) std::abort();
}

const std::vector<model::Model>& models() {
  static const auto loaded = model::load_models(PLATEN_SOURCE_DATA);
  expect(loaded.has_value());
  return *loaded;
}

struct Everything {
  TemplateReading asked;
  JobSettings settings;
  std::vector<NotTaken> refused;
};

Everything read(const model::Model& model, const Message& message) {
  constexpr job::Time now = 1'900'000'000;
  static const Calendar calendar = system_calendar();
  Everything all;
  for (ipp_attribute_t* attribute = ippFirstAttribute(message.get()); attribute != nullptr;
       attribute = ippNextAttribute(message.get())) {
    if (ippGetName(attribute) == nullptr) continue;
    if (read_setting(attribute, now, calendar, all.settings, all.refused)) continue;
    if (!read_template_attribute(model, attribute, all.asked))
      all.refused.push_back({ippGetName(attribute), nullptr, {}});
  }
  return all;
}

model::Options sorted(model::Options options) {
  std::sort(options.begin(), options.end());
  return options;
}

// "auto" is written as the absence of the attribute.
model::Options without_automatic(model::Options options) {
  std::erase(options, std::pair<std::string, std::string>("orientation-requested", "auto"));
  return options;
}

void use(const model::Model& model, const Message& message) {
  const Everything all = read(model, message);
  Message reply;
  add_unsupported(reply, all.refused);
  add_unsupported(reply, all.asked.refused);
  expect(!reply.encode().empty());
  const auto settled = settle(model, {}, all.asked.options, true);
  expect(settled.has_value());
  if (!settled->conflict.empty()) return;
  expect(model::make_ticket(model, settled->options).has_value());
  if (!all.asked.contradiction.empty()) return;
  Message written;
  write_template(written.get(), IPP_TAG_JOB, model, all.asked.options);
  const auto again = Message::parse(as_bytes(written.encode()));
  expect(again.has_value());
  expect(sorted(read(model, *again).asked.options) == sorted(without_automatic(all.asked.options)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // As the server does: the frame is checked before libcups reads the message.
  platen::ipp::Frame frame;
  const auto end = frame.find_end(as_bytes(text), limits::ipp_bytes);
  if (!end || !*end) return 0;
  const auto message = Message::parse(as_bytes(text).first(**end));
  if (!message) return 0;
  for (const model::Model& model : models())
    use(model, *message);
  return 0;
}
