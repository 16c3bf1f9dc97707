#include "intake/ipp/job_request.h"
#include "intake/ipp/unsupported.h"
#include "schedule/wording.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace platen::intake::ipp {

namespace {

using Names = std::set<std::string, std::less<>>;

struct Strictness {
  bool fidelity = false; // ipp-attribute-fidelity
  Names mandatory;       // job-mandatory-attributes (PWG 5100.7)
};

Strictness strictness_of(const Message& request) {
  Strictness rules;
  rules.fidelity = request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity").value_or(false);
  ipp_attribute_t* const names =
      ippFindAttribute(request.get(), "job-mandatory-attributes", IPP_TAG_KEYWORD);
  for (int i = 0; names != nullptr && i < ippGetCount(names); ++i)
    rules.mandatory.emplace(ippGetString(names, i, nullptr));
  return rules;
}

// Everything that a request says, still unjudged.
struct Reading {
  TemplateReading asked;
  JobSettings settings;
  std::vector<NotTaken> refused;
  Names deleted; // Set-Job-Attributes: back to the default
};

void read_attribute(const Call& call, const model::Model& model, ipp_attribute_t* attribute,
                    Reading& into) {
  const bool in_job_group = ippGetGroupTag(attribute) == IPP_TAG_JOB;
  if (in_job_group && ippGetValueTag(attribute) == IPP_TAG_DELETEATTR) {
    into.deleted.emplace(ippGetName(attribute));
    return;
  }
  if (read_setting(attribute, call.services.clock(), system_calendar(), into.settings,
                   into.refused))
    return;
  if (in_job_group && !read_template_attribute(model, attribute, into.asked))
    into.refused.push_back({ippGetName(attribute), nullptr, {}});
}

Reading read_request(const Call& call, const model::Model& model) {
  Reading reading;
  ipp_t* const request = call.request.get();
  for (ipp_attribute_t* attribute = ippFirstAttribute(request); attribute != nullptr;
       attribute = ippNextAttribute(request)) {
    const ipp_tag_t group = ippGetGroupTag(attribute);
    if (ippGetName(attribute) == nullptr || (group != IPP_TAG_JOB && group != IPP_TAG_OPERATION))
      continue;
    read_attribute(call, model, attribute, reading);
  }
  auto& refused = reading.asked.refused;
  reading.refused.insert(reading.refused.end(), refused.begin(), refused.end());
  check_settings(reading.settings);
  return reading;
}

// The options that a job asked for earlier; what the model does not have is dropped.
model::Options options_before(const model::Model& model, const std::string& attributes) {
  if (attributes.empty()) return {};
  const auto message = Message::parse(as_bytes(attributes));
  if (!message) return {};
  TemplateReading reading;
  for (ipp_attribute_t* attribute = ippFirstAttribute(message->get()); attribute != nullptr;
       attribute = ippNextAttribute(message->get()))
    if (ippGetName(attribute) != nullptr) read_template_attribute(model, attribute, reading);
  return reading.options;
}

void overlay(model::Options& options, const model::Options& with) {
  for (const auto& option : with) {
    std::erase_if(options, [&](const auto& old) { return old.first == option.first; });
    options.push_back(option);
  }
}

bool is_said_by(const model::Model& model, const std::string& option, const Names& attributes) {
  const auto names = attributes_of(model, option);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return attributes.contains(name); });
}

// As the client sent them; or, where something was substituted, as they are done.
std::string encode_template(const model::Model& model, const Reading& reading,
                            const Settled& settled, bool as_sent) {
  Message message;
  if (as_sent) {
    for (ipp_attribute_t* attribute : reading.asked.taken) {
      ipp_attribute_t* copied = ippCopyAttribute(message.get(), attribute, 0);
      if (copied != nullptr) ippSetGroupTag(message.get(), &copied, IPP_TAG_JOB);
    }
  } else {
    write_template(message.get(), IPP_TAG_JOB, model, settled.asked);
  }
  return ippFirstAttribute(message.get()) == nullptr ? std::string{} : message.encode();
}

std::string listed(const std::vector<NotTaken>& refused) {
  std::string text;
  for (const NotTaken& one : refused) {
    if (text.find(one.name) != std::string::npos) continue;
    text += (text.empty() ? "" : ", ") + one.name;
  }
  return text;
}

void add_blamed(Call& call, const model::Model& model, const std::vector<std::string>& blamed,
                std::vector<NotTaken>& refused) {
  for (const std::string& option : blamed)
    for (const std::string& name : attributes_of(model, option)) {
      ipp_attribute_t* const found =
          ippFindAttribute(call.request.get(), name.c_str(), IPP_TAG_ZERO);
      if (found != nullptr) refused.push_back({name, found, {}});
    }
}

std::optional<Refusal> judge(const Strictness& rules, const Reading& reading) {
  const std::string& first = reading.asked.contradiction;
  const std::string& other = reading.settings.contradiction;
  if (!first.empty() || !other.empty())
    return Refusal{IPP_STATUS_ERROR_CONFLICTING, first.empty() ? other : first};
  const bool strict =
      rules.fidelity
          ? !reading.refused.empty()
          : std::any_of(reading.refused.begin(), reading.refused.end(),
                        [&](const NotTaken& one) { return rules.mandatory.contains(one.name); });
  if (!strict) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                 "not supported with these values: " + listed(reading.refused)};
}

ipp_status_t status_for(bool conflicts, bool refused) {
  if (conflicts) return IPP_STATUS_OK_CONFLICTING;
  return refused ? IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED : IPP_STATUS_OK;
}

} // namespace

tl::expected<JobWish, Refusal> read_wish(Call& call, const model::Model& model,
                                         const job::Printer& printer,
                                         const std::string& attributes_before) {
  const Strictness rules = strictness_of(call.request);
  Reading reading = read_request(call, model);
  if (auto refusal = judge(rules, reading)) {
    add_unsupported(call.reply, reading.refused);
    return tl::unexpected(std::move(*refusal));
  }
  model::Options asked = options_before(model, attributes_before);
  std::erase_if(asked, [&](const auto& o) { return is_said_by(model, o.first, reading.deleted); });
  overlay(asked, reading.asked.options);
  auto settled = settle(model, printer.defaults, asked, !rules.fidelity);
  if (!settled)
    return tl::unexpected(Refusal{status_of(settled.error().code), settled.error().message()});
  add_blamed(call, model, settled->blamed, reading.refused);
  add_unsupported(call.reply, reading.refused);
  const bool mandatory =
      std::any_of(settled->blamed.begin(), settled->blamed.end(), [&](const std::string& option) {
        return is_said_by(model, option, rules.mandatory);
      });
  if (!settled->conflict.empty() || mandatory)
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_CONFLICTING,
                                  settled->conflict.empty() ? "the attributes do not go together"
                                                            : settled->conflict});
  const bool as_sent = attributes_before.empty() && reading.deleted.empty() &&
                       settled->blamed.empty() && reading.asked.refused.empty();
  JobWish wish;
  wish.attributes = encode_template(model, reading, *settled, as_sent);
  wish.options = std::move(settled->options);
  wish.settings = std::move(reading.settings);
  wish.status = status_for(!settled->blamed.empty(), !reading.refused.empty());
  return wish;
}

tl::expected<JobWish, Refusal> move_wish(const model::Model& model, const job::Printer& printer,
                                         const std::string& attributes) {
  auto settled = settle(model, printer.defaults, options_before(model, attributes), true);
  if (!settled || !settled->conflict.empty())
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_CONFLICTING,
                                  settled ? settled->conflict : settled.error().message()});
  JobWish wish;
  wish.attributes = encode_template(model, {}, *settled, false);
  wish.options = std::move(settled->options);
  return wish;
}

namespace {

// Whatever their order: of each name the last one counts.
bool same_options(const model::Options& a, const model::Options& b) {
  const auto effective = [](const model::Options& options) {
    std::map<std::string_view, std::string_view> last;
    for (const auto& [name, value] : options)
      last[name] = value;
    return last;
  };
  return effective(a) == effective(b);
}

} // namespace

void apply_wish(const JobWish& wish, job::Job& job) {
  if (!same_options(job.options, wish.options))
    schedule::begin_again(job); // its sheets are others now
  job.options = wish.options;
  job.attributes = wish.attributes;
  job.copies = 1;
  for (const auto& [name, value] : job.options)
    if (name == "copies") job.copies = std::stoi(value); // the option table took it: 1..999
}

} // namespace platen::intake::ipp
