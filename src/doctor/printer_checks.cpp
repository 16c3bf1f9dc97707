#include "doctor/checks.h"

#include <algorithm>

namespace platen::doctor {

namespace {

std::string words_of(const std::string& text) {
  return text.empty() ? text : " (" + text + ")";
}

// A reason that needs a person, whoever told it.
struct Need {
  std::string keyword, text;
  bool error = false;
};

std::vector<Need> needs_of(const PrinterFacts& facts) {
  std::vector<Need> needs;
  const auto add = [&](Need need) {
    const auto same = std::ranges::find_if(needs, [&](const Need& other) {
      return device::same_trouble(other.keyword, need.keyword);
    });
    if (same == needs.end())
      needs.push_back(std::move(need));
    else
      same->error = same->error || need.error;
  };
  for (const device::Reason& reason : facts.device.condition.reasons) {
    const bool both = !reason.place.empty() && !reason.text.empty();
    add({reason.keyword, reason.place + (both ? ": " : "") + reason.text,
         reason.severity == device::Severity::error});
  }
  for (const std::string& reason : facts.reasons)
    add({std::string(device::without_severity(reason)),
         {},
         !reason.ends_with("-warning") && !reason.ends_with("-report")});
  return needs;
}

bool is_one_of(std::string_view keyword, std::initializer_list<std::string_view> all) {
  return std::ranges::find(all, keyword) != all.end();
}

bool is_empty_supply(std::string_view keyword) {
  return is_one_of(keyword, {"marker-supply-empty", "toner-empty", "developer-empty"});
}
bool is_low_supply(std::string_view keyword) {
  return is_one_of(keyword, {"marker-supply-low", "toner-low", "developer-low"});
}
bool is_waste(std::string_view keyword) {
  return is_one_of(keyword, {"marker-waste-full", "marker-waste-almost-full"});
}
// What the queue or the way to the device says; other checks tell it. Of "other" only the words of
// the device say anything.
bool is_ours(const Need& need) {
  if (need.keyword == "other") return need.text.empty();
  return is_one_of(need.keyword, {"connecting-to-device", "paused", "moving-to-paused", "timed-out",
                                  "spool-area-full", "hold-new-jobs", "shutdown", "deleting",
                                  "identify-printer-requested", "stopped-partly", "stopping",
                                  "offline", "none", "media-low"});
}

Finding of_supply(const PrinterFacts& facts, std::string_view code, const std::string& supply,
                  const std::string& level) {
  return make_finding(code, facts.printer.name, {{"supply", supply}, {"level", level}});
}

} // namespace

Findings check_supplies(const PrinterFacts& facts) {
  Findings found;
  bool empty = false, low = false, waste = false;
  for (const device::Supply& supply : facts.device.supplies) {
    if (supply.level.known != device::Level::Known::percent || supply.level.percent > low_percent)
      continue;
    const bool none = supply.level.percent == 0;
    const std::string name = !supply.label.empty() ? supply.label : supply.type;
    const std::string level = none ? "" : " (" + std::to_string(supply.level.percent) + " %)";
    (supply.collects ? waste : none ? empty : low) = true;
    found.push_back(of_supply(facts,
                              supply.collects ? (none ? "waste-full" : "waste-nearly-full")
                                              : (none ? "supply-empty" : "supply-low"),
                              name, level));
  }
  for (const Need& need : needs_of(facts)) { // where no level says which
    const std::string name = need.keyword.starts_with("toner") ? "the toner" : "an ink or toner";
    if (is_empty_supply(need.keyword) && !empty)
      found.push_back(of_supply(facts, "supply-empty", name, words_of(need.text)));
    else if (is_low_supply(need.keyword) && !low && !empty)
      found.push_back(of_supply(facts, "supply-low", name, words_of(need.text)));
    else if (is_waste(need.keyword) && !waste)
      found.push_back(
          of_supply(facts, need.keyword == "marker-waste-full" ? "waste-full" : "waste-nearly-full",
                    "the container for waste", words_of(need.text)));
  }
  return found;
}

namespace {

std::optional<model::MediaSize> size_of(const PrinterFacts& facts, const std::string& media) {
  const auto size = model::parse_media_name(*facts.model, media);
  return size ? std::optional(*size) : std::nullopt;
}

bool is_loaded(const PrinterFacts& facts, const model::MediaSize& wanted) {
  return std::ranges::any_of(facts.device.media, [&](const device::LoadedMedia& media) {
    if (media.size == wanted.name) return true;
    const auto size = media.size.empty() ? std::nullopt : size_of(facts, media.size);
    return size && size->width == wanted.width && size->height == wanted.height;
  });
}

std::string all_loaded(const PrinterFacts& facts) {
  std::string text;
  for (const device::LoadedMedia& media : facts.device.media)
    if (!media.size.empty())
      text += (text.empty() ? "" : ", ") + media.size +
              (media.source.empty() ? "" : " (" + media.source + ")");
  return text;
}

std::string default_media(const PrinterFacts& facts) {
  const auto found = std::ranges::find(facts.printer.defaults, "media",
                                       &std::pair<std::string, std::string>::first);
  return found == facts.printer.defaults.end() ? std::string() : found->second;
}

} // namespace

std::string loaded_size(const PrinterFacts& facts) {
  for (const device::LoadedMedia& media : facts.device.media)
    if (!media.size.empty() && facts.model != nullptr && facts.model->find_media(media.size))
      return media.size;
  return {};
}

Findings check_paper(const PrinterFacts& facts) {
  Findings found;
  const std::string fitting = loaded_size(facts);
  if (facts.model == nullptr || fitting.empty()) return found; // nobody knows what is loaded
  const auto compare = [&](const std::string& media, const std::string& what, bool fixable) {
    const auto wanted = size_of(facts, media);
    if (!wanted || is_loaded(facts, *wanted)) return;
    found.push_back(make_finding("paper-mismatch", facts.printer.name,
                                 {{"what", what},
                                  {"wanted", wanted->name},
                                  {"loaded", all_loaded(facts)},
                                  {"fitting", fitting}},
                                 fixable));
  };
  if (const std::string media = default_media(facts); !media.empty())
    compare(media, "The printer is set up", true);
  for (const WaitingJob& job : facts.waiting)
    if (!job.media.empty()) compare(job.media, "Job " + std::to_string(job.id) + " asks", false);
  return found;
}

Findings check_queue(const PrinterFacts& facts) {
  const job::Printer& printer = facts.printer;
  Findings found;
  if (facts.model == nullptr)
    found.push_back(make_finding("model-missing", printer.name, {{"model", printer.model}}));
  if (printer.paused)
    found.push_back(make_finding("printer-paused", printer.name,
                                 {{"words", words_of(printer.state_message)},
                                  {"jobs", std::to_string(facts.waiting.size())}}));
  if (!printer.accepting) found.push_back(make_finding("printer-not-accepting", printer.name));
  if (printer.hold_new_jobs) found.push_back(make_finding("printer-holds-new-jobs", printer.name));
  if (!facts.defaults_error.empty())
    found.push_back(
        make_finding("defaults-impossible", printer.name,
                     {{"reason", facts.defaults_error}, {"option", facts.defaults_option}},
                     !facts.defaults_option.empty()));
  if (!facts.missing_filter.empty())
    found.push_back(make_finding("filter-missing", printer.name, {{"file", facts.missing_filter}}));
  for (const Need& need : needs_of(facts)) {
    const Values values{{"reason", need.keyword}, {"words", words_of(need.text)}};
    if (need.keyword == "media-jam")
      found.push_back(make_finding("paper-jam", printer.name, values));
    else if (is_one_of(need.keyword, {"cover-open", "door-open", "interlock-open"}))
      found.push_back(make_finding("cover-open", printer.name, values));
    else if (is_one_of(need.keyword, {"media-empty", "media-needed"}))
      found.push_back(make_finding("paper-empty", printer.name, values));
    else if (need.error && !is_ours(need) && !is_empty_supply(need.keyword) &&
             !is_low_supply(need.keyword) && !is_waste(need.keyword))
      found.push_back(make_finding("device-needs-attention", printer.name, values));
  }
  return found;
}

Findings check_printer(const PrinterFacts& facts, std::span<const model::Model> models) {
  Findings found = check_queue(facts);
  for (Findings more : {check_device(facts, models), check_supplies(facts), check_paper(facts)})
    std::ranges::move(more, std::back_inserter(found));
  const bool well =
      std::ranges::all_of(found, [](const Finding& one) { return one.severity <= Severity::note; });
  const bool reached = facts.reach.how == Reach::How::connected ||
                       (facts.printing && !facts.device.channels.empty());
  if (well && reached) found.push_back(make_finding("printer-ready", facts.printer.name));
  return found;
}

} // namespace platen::doctor
