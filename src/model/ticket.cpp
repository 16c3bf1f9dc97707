#include "model/colour_choice.h"
#include "model/constraints.h"
#include "model/nearest.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace platen::model {

namespace {

// Options that a printer has only when somebody has added what they name.
std::string_view nothing_added(std::string_view option) {
  if (option == "recipe") return "there is no recipe for it; \"platen recipes add\" makes one";
  if (option == "paper")
    return "there is no paper of one's own for it; \"platen papers add\" makes one";
  if (option == "icc-profile")
    return "there is no profile for it; \"platen profiles add\" takes one";
  return {};
}

Failure unknown_option(const Model& model, std::string_view name) {
  if (const auto why = nothing_added(name); !why.empty() && (model.color || name != "icc-profile"))
    return fail(Errc::invalid, std::string(name) + ": " + model.id + ": " + std::string(why));
  std::vector<std::string> names;
  for (const OptionRow& row : option_rows())
    if (row.offered(model)) names.emplace_back(row.name);
  return fail(Errc::invalid, "unknown option " + std::string(name.substr(0, 80)) + ": " + model.id +
                                 " has " + join_or(names) + did_you_mean(name, names));
}

} // namespace

Result<Options> without_recipe(const Model& model, const Options& options) {
  const auto is_recipe = [](const auto& option) { return option.first == "recipe"; };
  const auto last = std::find_if(options.rbegin(), options.rend(), is_recipe);
  if (last == options.rend()) return options;
  const OptionRow& row = *find_option("recipe");
  if (!row.offered(model)) return unknown_option(model, "recipe");
  const Preset* const recipe = model.find_recipe(last->second);
  if (recipe == nullptr) return wrong_value(row, model, last->second);
  Options all = recipe->options;
  std::copy_if(options.begin(), options.end(), std::back_inserter(all), std::not_fn(is_recipe));
  return all;
}

namespace {

// The quality that the medium offers nearest to the wanted one; its own order decides a draw.
PrintQuality offered_quality(const MediaType& type, PrintQuality wanted) {
  const auto& codes = type.quality_codes;
  const auto has = [&](PrintQuality q) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](const auto& code) { return code.first == q; });
  };
  return codes.empty() || has(wanted) ? wanted : codes.front().first;
}

Dpi resolution_for(const Model& model, const MediaType& type, PrintQuality quality,
                   Dpi default_resolution) {
  for (const auto& [offered, dpi] : type.quality_resolutions)
    if (offered == quality) return dpi;
  const auto& list = type.resolutions.empty() ? model.resolutions : type.resolutions;
  const bool fits = std::find(list.begin(), list.end(), default_resolution) != list.end();
  return fits ? default_resolution : list.front();
}

// Names and values are checked, combinations are not.
Result<Ticket> apply_options(const Model& model, const Options& asked) {
  TRY(const Options options, without_recipe(model, asked));
  Ticket ticket;
  for (const OptionRow& row : option_rows()) {
    if (!row.offered(model) || row.name == "media") continue;
    const std::string value = default_value(row, model);
    if (!value.empty()) TRY_VOID(row.apply(row, model, value, ticket));
  }
  bool quality_given = false, resolution_given = false, source_given = false;
  for (const auto& [name, value] : options) {
    const OptionRow* const row = find_option(name);
    if (row == nullptr || !row->offered(model)) return unknown_option(model, name);
    TRY_VOID(row->apply(*row, model, value, ticket));
    quality_given = quality_given || name == "print-quality";
    resolution_given = resolution_given || name == "printer-resolution";
    source_given = source_given || name == "media-source";
  }
  const Paper* const paper = model.find_paper(ticket.media_type);
  if (paper != nullptr && !paper->sources.empty() && !source_given)
    ticket.media_source = paper->sources.front();
  const MediaType* const type = model.find_type(ticket.media_type);
  if (type != nullptr && !quality_given) ticket.quality = offered_quality(*type, ticket.quality);
  if (type != nullptr && !resolution_given)
    ticket.resolution = resolution_for(model, *type, ticket.quality, ticket.resolution);
  TRY_VOID(choose_colour(model, ticket));
  TRY_VOID(settle_office_layout(model, ticket));
  return ticket;
}

Options with(const Options& options, std::string_view name, const std::string& value) {
  Options changed = options;
  changed.emplace_back(name, value); // the last one counts
  return changed;
}

Result<std::optional<Conflict>> conflict_of(const Model& model, const Options& options,
                                            const Ticket& ticket) {
  const Values values = values_of(ticket);
  const Constraint* const broken = first_broken(model, values);
  if (broken == nullptr) return std::optional<Conflict>{};
  const Change change = [&](std::string_view name,
                            const std::string& value) -> std::optional<Values> {
    const auto changed = apply_options(model, with(options, name, value));
    if (!changed) return std::nullopt;
    return values_of(*changed);
  };
  return std::optional<Conflict>(explain(model, *broken, values, change));
}

} // namespace

Result<std::optional<Conflict>> find_conflict(const Model& model, const Options& options) {
  TRY(const Ticket ticket, apply_options(model, options));
  return conflict_of(model, options, ticket);
}

namespace {

// A broken constraint of a ticket whose options are settled, with the changes that would mend it.
Result<void> check_values(const Model& model, const Values& values) {
  const Constraint* const broken = first_broken(model, values);
  if (broken == nullptr) return {};
  const Change change = [&](std::string_view name,
                            const std::string& value) -> std::optional<Values> {
    Values changed = values;
    changed.insert_or_assign(std::string(name), value);
    return changed;
  };
  return fail(Errc::invalid, explain(model, *broken, values, change).message);
}

// A page keeps the job's quality and resolution, so another medium must go with them.
Result<void> check_overrides(const Model& model, const Ticket& ticket) {
  for (const PageOverride& entry : ticket.overrides) {
    Ticket page = ticket;
    apply_override(entry, page);
    if (page.media_type != ticket.media_type && ticket.managed_by == ColorManagement::platen)
      return fail(Errc::invalid, "overrides of pages " + to_string(entry.pages) +
                                     ": another paper type needs another colour profile: print "
                                     "these pages as a job of their own");
    if (auto legal = check_values(model, values_of(page)); !legal)
      return fail_within("overrides of pages " + to_string(entry.pages), std::move(legal).error());
  }
  return {};
}

} // namespace

Result<Ticket> make_ticket(const Model& model, const Options& options) {
  TRY(Ticket ticket, apply_options(model, options));
  TRY(const auto conflict, conflict_of(model, options, ticket));
  if (conflict) return fail(Errc::invalid, conflict->message);
  TRY_VOID(check_overrides(model, ticket));
  return ticket;
}

Result<void> check_side(const Model& model, const Ticket& ticket, const MediaSize& media) {
  Values values = values_of(ticket);
  values.insert_or_assign("media", media.name);
  return check_values(model, values);
}

} // namespace platen::model
