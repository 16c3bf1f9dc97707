#include "intake/ipp/accepted.h"
#include "intake/ipp/default_in_the_way.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/overrides.h"
#include "intake/ipp/template_table.h"
#include "model/constraints.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace platen::intake::ipp {

namespace {

constexpr int most_conflicts = 8; // mended one after another before the request is refused

bool names(const model::Constraint& constraint, std::string_view option) {
  return constraint.when.contains(std::string(option)) ||
         constraint.when.contains(std::string(option) + "!");
}

model::Options over(const model::Options& defaults, const model::Options& asked) {
  model::Options all = defaults;
  all.insert(all.end(), asked.begin(), asked.end()); // the last one counts
  return all;
}

using Choice = std::pair<std::string, std::string>;

// What people notice last: another tray is worse than another way to print on a sheet, and another
// sheet is worse than both.
int cost(const Choice& choice) {
  if (choice.first == "media") return 2;
  return choice.first == "media-source" ? 1 : 0;
}

const Choice* cheapest(const std::vector<Choice>& choices) {
  const auto best =
      std::min_element(choices.begin(), choices.end(), [](const Choice& one, const Choice& other) {
        return cost(one) < cost(other);
      });
  return best == choices.end() ? nullptr : &*best;
}

bool keeps_the_sheet(const std::vector<Choice>& choices) {
  const Choice* const best = cheapest(choices);
  return best != nullptr && best->first != "media";
}

// What would end this conflict alone, were all else the model's own: the rest may be in the way of
// a change that leaves the sheet as it is, and gives way after it.
Result<std::vector<Choice>> choices_alone(const model::Model& model, const model::Options& asked,
                                          const model::Constraint& constraint) {
  model::Options named;
  std::copy_if(asked.begin(), asked.end(), std::back_inserter(named),
               [&](const auto& option) { return names(constraint, option.first); });
  TRY(auto conflict, model::find_conflict(model, named));
  return conflict ? std::move(conflict->choices) : std::vector<Choice>{};
}

// The least change that mends a conflict; null: there is none. `by_steps`: one that keeps the sheet
// is taken even where others have to follow it.
Result<std::optional<Choice>> least_change(const model::Model& model, const model::Options& asked,
                                           const model::Conflict& conflict, bool by_steps) {
  if (by_steps && !keeps_the_sheet(conflict.choices)) {
    TRY(const auto alone, choices_alone(model, asked, *conflict.constraint));
    if (keeps_the_sheet(alone)) return *cheapest(alone);
  }
  const Choice* const best = cheapest(conflict.choices);
  return best == nullptr ? std::nullopt : std::optional(*best);
}

void put(model::Options& options, const Choice& choice) {
  std::erase_if(options, [&](const auto& option) { return option.first == choice.first; });
  options.push_back(choice);
}

std::vector<Override> overrides_of(const model::Ticket& ticket) {
  std::vector<Override> list;
  for (const model::PageOverride& page : ticket.overrides) {
    Override one{{"pages", model::to_string(page.pages)}};
    if (page.media) one.emplace("media", page.media->name);
    if (!page.media_type.empty()) one.emplace("media-type", page.media_type);
    if (!page.media_source.empty()) one.emplace("media-source", page.media_source);
    if (page.orientation)
      one.emplace("orientation-requested", std::string(to_string(*page.orientation)));
    list.push_back(std::move(one));
  }
  return list;
}

// The profile that is there for the paper now, by its digest: a reprint is the same print.
void pin_profile(const model::Model& model, Settled& settled) {
  if (has_option(settled.options, "icc-profile") || model.profiles.empty()) return;
  const auto ticket = model::make_ticket(model, settled.options);
  if (ticket && ticket->managed_by == model::ColorManagement::platen)
    settled.options.emplace_back("icc-profile", ticket->profile->sha256);
}

bool names_letterhead(std::string_view option) {
  return option == "page-underlay" || option == "page-overlay";
}

// What it is by its digest: what has the name later is for jobs that are still to come.
void pin_what_is_named(const model::Model& model, Settled& settled) {
  for (auto& [name, value] : settled.options) {
    for (const model::ProfileName& letterhead : model.letterheads)
      if (names_letterhead(name) && letterhead.name == value) value = letterhead.sha256;
    for (const model::PaperProfile& profile : model.profiles)
      if (name == "icc-profile" && profile.id.name == value) value = profile.id.sha256;
  }
}

Settled refused(Settled settled, const model::Conflict& conflict) {
  for (const auto& option : settled.asked)
    if (names(*conflict.constraint, option.first)) settled.blamed.push_back(option.first);
  settled.conflict = conflict.message;
  return settled;
}

// What goes together for the job may not for the pages that overrides name: then the pages are
// printed like the others.
Result<Settled> settle_pages(const model::Model& model, const model::Options& kept, Settled settled,
                             bool substitute) {
  if (!has_option(settled.options, "overrides")) return settled;
  const auto ticket = model::make_ticket(model, settled.options);
  if (ticket) return settled;
  settled.blamed.emplace_back("overrides");
  if (!substitute) {
    settled.conflict = ticket.error().message();
    return settled;
  }
  std::erase_if(settled.asked, [](const auto& option) { return option.first == "overrides"; });
  settled.options = over(kept, settled.asked);
  TRY_VOID(model::make_ticket(model, settled.options));
  return settled;
}

bool names_what_was_added(std::string_view option) {
  return option == "paper" || option == "icc-profile" || names_letterhead(option);
}

// A printer that was set up for a recipe, a paper or a profile would print in quite another way
// without it, and nobody would know.
Failure lost_default(const Error& why) {
  return fail(Errc::conflict, "what this printer is set to print with is not there any more (" +
                                  why.what +
                                  "): add it again, or give the printer another "
                                  "default (platen modify)");
}

// Back to the model's own default, and said so with the job: it does not follow a later change of
// the model file.
void give_up_default(const model::Model& model, model::Options& kept,
                     std::pair<std::string, std::string>& blamed) {
  std::string own = model::default_value(*model::find_option(blamed.first), model);
  if (own.empty() || own == blamed.second) {
    const std::string name = blamed.first;
    std::erase_if(kept, [&](const auto& option) { return option.first == name; });
  } else {
    blamed.second = std::move(own);
  }
}

enum class Mending : std::uint8_t { none, at_once, by_steps };

// `kept` are the printer's defaults that count: each that is in the way is given up.
Result<Settled> mend(const model::Model& model, model::Options kept, const model::Options& asked,
                     Mending how) {
  Settled settled;
  settled.asked = asked;
  for (int i = 0; i < most_conflicts; ++i) {
    settled.options = over(kept, settled.asked);
    TRY(const auto conflict, model::find_conflict(model, settled.options));
    if (!conflict) return settle_pages(model, kept, std::move(settled), how != Mending::none);
    const auto blamed = std::find_if(kept.begin(), kept.end(), [&](const auto& option) {
      return names(*conflict->constraint, option.first);
    });
    if (blamed != kept.end()) {
      give_up_default(model, kept, *blamed);
      continue;
    }
    std::optional<Choice> choice;
    if (how != Mending::none) {
      TRY(choice, least_change(model, settled.asked, *conflict, how == Mending::by_steps));
    }
    if (!choice) return refused(std::move(settled), *conflict);
    put(settled.asked, *choice);
    settled.blamed.push_back(choice->first);
  }
  settled.conflict = "the settings of the job do not go together";
  return settled;
}

Result<Settled> mend_in_any_way(const model::Model& model, const model::Options& kept,
                                const model::Options& asked, bool substitute) {
  const auto together = model::find_conflict(model, over(kept, asked));
  if (!together) return Failure(name_defaults(model, kept, asked, together.error()));
  if (!substitute) return mend(model, kept, asked, Mending::none);
  if (auto settled = mend(model, kept, asked, Mending::by_steps);
      settled && settled->conflict.empty())
    return settled;
  return mend(model, kept, asked, Mending::at_once);
}

} // namespace

Result<Settled> settle(const model::Model& model, const model::Options& defaults,
                       const model::Options& wished, bool substitute) {
  model::Options kept;
  // What a recipe says is decided now: a later change of it is for jobs that are still to come.
  TRY(const model::Options asked, model::without_recipe(model, wished));
  const auto before = model::without_recipe(model, defaults);
  if (!before) return lost_default(before.error());
  for (const auto& option : *before) {
    if (has_option(asked, option.first)) continue;
    const auto wrong = wrong_for(model, option.first, option.second);
    if (wrong && names_what_was_added(option.first)) return lost_default(*wrong);
    if (!wrong) kept.push_back(option);
  }
  // Most jobs; the model's own values are legal.
  if (kept.empty() && asked.empty() && model.profiles.empty()) return Settled{};
  TRY(Settled settled, mend_in_any_way(model, kept, asked, substitute));
  if (settled.conflict.empty()) {
    pin_profile(model, settled);
    pin_what_is_named(model, settled);
  }
  return settled;
}

model::Options options_of(const model::Model& model, const model::Ticket& ticket) {
  model::Options options;
  const auto add = [&](std::string_view name, std::string value) {
    if (!value.empty()) options.emplace_back(name, std::move(value));
  };
  for (const model::OptionRow& row : model::option_rows())
    if (row.offered(model)) add(row.name, row.current(ticket));
  // What no constraint names has no current() in the table.
  add("copies", std::to_string(ticket.copies));
  add("multiple-document-handling", std::string(to_string(ticket.collate)));
  add("print-scaling", std::string(to_string(ticket.scaling)));
  const std::span<const model::Word<model::RenderingIntent>> intents(model::intent_words);
  add("print-rendering-intent", std::string(model::word_for(intents, ticket.intent)));
  if (ticket.orientation != model::Orientation::automatic)
    add("orientation-requested", std::string(to_string(ticket.orientation)));
  add("page-ranges", model::to_string(ticket.page_ranges));
  if (!ticket.overrides.empty()) add("overrides", overrides_text(overrides_of(ticket)));
  return options;
}

} // namespace platen::intake::ipp
