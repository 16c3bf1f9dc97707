#include "intake/ipp/accepted.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/not_as_asked.h"
#include "intake/ipp/unsupported.h"
#include "schedule/wording.h"

#include <algorithm>
#include <array>
#include <iterator>
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

bool is_said_by(const model::Model& model, const std::string& option, const Names& attributes) {
  const auto names = attributes_of(model, option);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return attributes.contains(name); });
}

// As the client sent them; or, where something was substituted, as they are done.
std::string encode_template(const model::Model& model, const Reading& reading,
                            const Settled& settled, const Accepted& accepted, bool as_sent) {
  const Message shown;
  if (as_sent) {
    for (ipp_attribute_t* attribute : reading.asked.taken)
      ippCopyAttribute(shown.get(), attribute, 0);
    return encode_accepted(model, accepted, shown);
  }
  const auto is_shown = [&](const auto& option) {
    return has_option(accepted.asked, option.first) ||
           std::ranges::find(settled.blamed, option.first) != settled.blamed.end();
  };
  model::Options options;
  std::ranges::copy_if(settled.asked, std::back_inserter(options), is_shown);
  if (!accepted.recipe.empty()) options.emplace_back("recipe", accepted.recipe);
  write_template(shown.get(), IPP_TAG_JOB, model, options);
  return encode_accepted(model, accepted, shown);
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

std::optional<Refusal> judge(const model::Model& model, const Strictness& rules,
                             const Reading& reading) {
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
  const std::string sizes = sizes_instead(model, reading.refused);
  return Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                 refusal_words(reading.refused) + (sizes.empty() ? "" : "; " + sizes)};
}

ipp_status_t status_for(bool conflicts, bool refused) {
  if (conflicts) return IPP_STATUS_OK_CONFLICTING;
  return refused ? IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED : IPP_STATUS_OK;
}

// What the profile for a job's paper is chosen by.
bool chooses_profile(std::string_view option) {
  constexpr std::array<std::string_view, 6> names{
      "paper",      "media-type", "print-quality", "print-rendering-intent", "color-management",
      "icc-profile"};
  return std::ranges::find(names, option) != names.end();
}

// The request over what was asked for before; a recipe that it names is taken as it is now.
// `dropped` gets the options of the job that do not count any more.
void take_request(const model::Model& model, const Reading& reading, const job::Job* before,
                  Accepted& accepted, std::vector<std::string>& dropped) {
  const auto is_deleted = [&](const auto& option) {
    return is_said_by(model, option.first, reading.deleted);
  };
  if (before != nullptr)
    for (const auto& option : before->options)
      if (is_deleted(option)) dropped.push_back(option.first);
  std::erase_if(accepted.asked, is_deleted);
  model::Options asked = reading.asked.options;
  const auto is_recipe = [](const auto& option) { return option.first == "recipe"; };
  const auto named = std::find_if(asked.rbegin(), asked.rend(), is_recipe);
  if (named != asked.rend() || reading.deleted.contains("recipe")) {
    for (const auto& option : accepted.settings)
      dropped.push_back(option.first);
    const model::Preset* const recipe =
        named == asked.rend() ? nullptr : model.find_recipe(named->second);
    accepted.recipe = recipe == nullptr ? std::string{} : recipe->name;
    accepted.settings = recipe == nullptr ? model::Options{} : recipe->options;
  }
  std::erase_if(asked, is_recipe);
  overlay(accepted.asked, asked);
  const auto chooses = [](const auto& option) { return chooses_profile(option.first); };
  if (std::ranges::any_of(asked, chooses) || std::ranges::any_of(dropped, chooses_profile))
    dropped.emplace_back("icc-profile");
}

// What the clients did not ask for: the printer's defaults, as they were when the job came.
tl::expected<model::Options, Refusal> defaults_for(const model::Model& model,
                                                   const job::Printer& printer,
                                                   const job::Job* before, const Accepted& accepted,
                                                   const std::vector<std::string>& dropped) {
  if (before == nullptr) return printer.defaults;
  model::Options kept = accepted_defaults(model, *before, printer.defaults, dropped);
  std::erase_if(kept,
                [asked = accepted.all()](const auto& o) { return has_option(asked, o.first); });
  if (const auto there = check_still_there(model, kept); !there)
    return tl::unexpected(Refusal{status_of(there.error().code), there.error().message()});
  return kept;
}

// What a refused printer-language is told with.
std::string language_lacking(const model::Model& model, const std::vector<NotTaken>& refused,
                             const JobWish& wish) {
  const std::string attribute = model::attribute_name(model, "printer-language");
  const auto found = std::ranges::find(refused, attribute, &NotTaken::name);
  if (found == refused.end() || found->attribute == nullptr) return {};
  constexpr std::size_t longest = 60; // of the client's word
  const char* const word = ippGetString(found->attribute, 0, nullptr);
  const auto ticket = model::make_ticket(model, wish.options);
  const std::string own = ticket && !ticket->language.empty() ? ticket->language : model.language;
  std::string there;
  for (const std::string& language : model.languages())
    there += (there.empty() ? "" : ", ") + language;
  return "the printer does not have the language " +
         clean_text(word == nullptr ? "" : std::string(word).substr(0, longest)) + " (" + there +
         "): choose one as printer-language, or release the job to print it in " + own;
}

} // namespace

bool must_have(const Message& request, std::string_view attribute) {
  const Strictness rules = strictness_of(request);
  return rules.fidelity || rules.mandatory.contains(attribute);
}

tl::expected<JobWish, Refusal> read_wish(Call& call, const model::Model& model,
                                         const job::Printer& printer, const job::Job* before) {
  const Strictness rules = strictness_of(call.request);
  Reading reading = read_request(call, model);
  if (auto refusal = judge(model, rules, reading)) {
    add_unsupported(call.reply, reading.refused);
    return tl::unexpected(std::move(*refusal));
  }
  const bool first = before == nullptr || before->attributes.empty();
  Accepted accepted = first ? Accepted{} : read_accepted(model, before->attributes);
  std::vector<std::string> dropped;
  take_request(model, reading, before, accepted, dropped);
  const auto defaults = defaults_for(model, printer, before, accepted, dropped);
  if (!defaults) return tl::unexpected(defaults.error());
  auto settled = settle(model, *defaults, accepted.all(), !rules.fidelity);
  if (!settled)
    return tl::unexpected(Refusal{status_of(settled.error().code), settled.error().message()});
  std::vector<std::string> notes;
  if (before == nullptr)
    notes = not_as_asked(model, *defaults, accepted.all(), *settled, reading.refused);
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
  const bool as_sent =
      first && reading.deleted.empty() && settled->blamed.empty() && reading.asked.refused.empty();
  JobWish wish;
  wish.attributes = encode_template(model, reading, *settled, accepted, as_sent);
  wish.options = std::move(settled->options);
  wish.settings = std::move(reading.settings);
  wish.notes = std::move(notes);
  wish.status = status_for(!settled->blamed.empty(), !reading.refused.empty());
  if (before == nullptr) wish.lacking_language = language_lacking(model, reading.refused, wish);
  return wish;
}

tl::expected<JobWish, Refusal> move_wish(const model::Model& model, const job::Printer& printer,
                                         const std::string& attributes) {
  const Accepted accepted = read_accepted(model, attributes);
  auto settled = settle(model, printer.defaults, accepted.all(), true);
  if (!settled || !settled->conflict.empty())
    return tl::unexpected(Refusal{IPP_STATUS_ERROR_CONFLICTING,
                                  settled ? settled->conflict : settled.error().message()});
  JobWish wish;
  wish.notes = not_as_before(model, printer.defaults, accepted.all(), *settled, attributes);
  wish.attributes = encode_template(model, {}, *settled, accepted, false);
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
