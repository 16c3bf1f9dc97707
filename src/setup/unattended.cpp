#include "setup/unattended.h"

#include "setup/naming.h"

#include <algorithm>

namespace platen::setup {

namespace {

constexpr std::chrono::milliseconds look_again{500};

std::string with_notes(std::string words, const std::string& notes) {
  return notes.empty() ? words : words + " (" + notes + ")";
}

std::string names_of(const std::vector<Device>& devices) {
  std::string text;
  for (const Device& one : devices)
    text += (text.empty() ? "" : "; ") + one.title() + " at " + one.uri;
  return text;
}

bool reaches(const Device& device, const std::string& uri) {
  return device.uri == uri || std::ranges::find(device.ways, uri, &Way::uri) != device.ways.end();
}

// "-m MODEL" makes any device one that can be set up; else it takes one that is known exactly.
bool is_usable(const Device& device, const Wishes& wishes) {
  return !wishes.model.empty() || device.fit == "exact";
}

Failure none_found(const Wishes& wishes, const std::string& notes) {
  if (!wishes.host.empty())
    return fail(Errc::not_found,
                with_notes("nothing that prints answers at " + wishes.host +
                               ": see that the device is on, and what address it shows",
                           notes));
  return fail(Errc::not_found,
              with_notes("no device was found: switch it on, connect it, or name its address "
                         "with --address",
                         notes));
}

Failure none_fits(const std::vector<Device>& devices) {
  const Device& first = devices.front();
  std::string words = first.title() + " at " + first.uri + ": ";
  words += first.fit == "nearest"
               ? "no model fits it exactly; \"-m " + first.model + "\" takes the nearest"
               : "no model fits it; -m MODEL takes one all the same (\"platen drivers\" lists "
                 "them)";
  if (!first.why.empty()) words += " (" + first.why + ")";
  return fail(Errc::not_found, words);
}

Result<Device> choose(std::vector<Device> found, const Wishes& wishes, const std::string& notes) {
  if (!wishes.uri.empty())
    std::erase_if(found, [&](const Device& one) { return !reaches(one, wishes.uri); });
  if (found.empty() && !wishes.uri.empty())
    return fail(Errc::not_found, with_notes("no device answers at " + wishes.uri, notes));
  if (found.empty()) return none_found(wishes, notes);
  if (std::ranges::none_of(found, [&](const Device& one) { return is_usable(one, wishes); }))
    return none_fits(found);
  std::erase_if(found, [&](const Device& one) { return !is_usable(one, wishes); });
  // One that is set up already is not meant where there is a new one.
  const auto is_new = [](const Device& one) { return one.printer.empty(); };
  if (found.size() > 1 && std::ranges::any_of(found, is_new))
    std::erase_if(found, [&](const Device& one) { return !is_new(one); });
  if (found.size() > 1)
    return fail(Errc::conflict, "there are several devices: " + names_of(found) +
                                    "; name one with --address or --device");
  Device device = std::move(found.front());
  if (!wishes.uri.empty()) device.uri = wishes.uri;
  return device;
}

Result<std::string> choose_name(Workshop& workshop, const Device& device, const Wishes& wishes,
                                const std::string& model) {
  TRY(const auto taken, workshop.printers());
  if (wishes.name.empty()) return proposed_name(device, model, taken);
  if (const auto wrong = wrong_with_name(wishes.name)) return fail(Errc::invalid, *wrong);
  if (is_taken(wishes.name, taken))
    return fail(Errc::conflict, "there is a printer " + wishes.name + " already; " +
                                    proposed_name(device, model, taken) + " would be free");
  return wishes.name;
}

Result<void> print(Workshop& workshop, Person& person, const Wishes& wishes, Outcome& outcome) {
  TRY(const std::int64_t id, workshop.print_test_page(outcome.printer, {}));
  for (auto left = std::chrono::milliseconds(wishes.patience);; left -= look_again) {
    TRY(outcome.test_page, workshop.job(id));
    if (outcome.test_page->over() || left <= look_again) return {};
    TRY_VOID(person.wait(look_again));
  }
}

Result<void> settle(Workshop& workshop, const Wishes& wishes, const Json& models,
                    Outcome& outcome) {
  const std::string& name = outcome.printer;
  const bool says_paper = std::ranges::find(wishes.options, "media", &Options::value_type::first) !=
                          wishes.options.end();
  if (!wishes.options.empty()) TRY_VOID(workshop.set_defaults(name, wishes.options));
  if (!says_paper) {
    TRY(outcome.paper, choose_paper(workshop, name, wishes.paper));
  }
  if (wishes.make_default) {
    TRY_VOID(workshop.make_default(name));
  }
  TRY(outcome.is_default, workshop.is_default(name));
  if (wishes.scanner && has_scanner(models, outcome.model)) {
    TRY(outcome.scanner, workshop.add_scanner(outcome.device, outcome.model, name));
  }
  return {};
}

Result<Outcome> make(Workshop& workshop, Person& person, const Wishes& wishes, Device device,
                     const std::string& notes) {
  TRY(const Json models, workshop.models());
  Outcome outcome;
  outcome.model = wishes.model.empty() ? device.model : wishes.model;
  outcome.notes = notes;
  outcome.device = std::move(device);
  if (!outcome.device.printer.empty()) {
    outcome.printer = outcome.device.printer;
    TRY(outcome.is_default, workshop.is_default(outcome.printer));
    return outcome;
  }
  if (!is_model(models, outcome.model))
    return fail(Errc::invalid,
                "there is no model " + outcome.model + "; \"platen drivers\" lists them");
  TRY(outcome.printer, choose_name(workshop, outcome.device, wishes, outcome.model));
  TRY(outcome.message, workshop.add_printer(outcome.device, outcome.model, outcome.printer));
  outcome.made = true;
  TRY_VOID(settle(workshop, wishes, models, outcome));
  if (wishes.test_page) TRY_VOID(print(workshop, person, wishes, outcome));
  return outcome;
}

} // namespace

Result<Outcome> set_up_alone(Workshop& workshop, Person& person, const Wishes& wishes) {
  std::string notes;
  TRY(auto found, workshop.find(wishes.host, notes));
  TRY(Device device, choose(std::move(found), wishes, notes));
  return make(workshop, person, wishes, std::move(device), notes);
}

} // namespace platen::setup
