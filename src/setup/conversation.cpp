#include "setup/conversation.h"

#include "setup/naming.h"
#include "setup/test_page.h"

namespace platen::setup {

namespace {

constexpr const char* nothing_around =
    "No device was found. See that it is on and connected:\n"
    "  network: its cable or Wi-Fi; its own display shows its address, which can be typed here\n"
    "  USB: the cable leads to the computer on which the server runs\n"
    "\"man platen-setup\" describes both for each model.";

std::string nothing_at(const std::string& host) {
  return "Nothing that prints answers at " + host +
         ". See that the device is on, and which address its display shows.";
}

} // namespace

Result<std::vector<Device>> Conversation::look(const std::string& host) {
  talk_.say(host.empty() ? "Looking for devices (USB and network) ..."
                         : "Asking " + host + " what it is ...");
  std::string notes;
  auto found = workshop_.find(host, notes);
  if (!found && found.error().code == Errc::invalid) { // mistyped: asked again
    talk_.say(found.error().message());
    return std::vector<Device>();
  }
  if (!found) return found;
  outcome_.notes = notes;
  if (!notes.empty()) talk_.say("Note: " + notes);
  if (found->empty()) talk_.say(host.empty() ? nothing_around : nothing_at(host));
  std::size_t number = 0;
  for (const Device& one : *found)
    talk_.say(describe(one, ++number));
  return found;
}

// Until there is one that can be set up.
Result<void> Conversation::choose_device() {
  std::string host = wishes_.host;
  for (;;) {
    TRY(const auto found, look(host));
    const std::string question =
        found.empty()       ? "An address, or \"again\" (\"u\" ends):"
        : found.size() == 1 ? "This one? Enter for yes, an address, or \"again\" (\"u\" ends):"
                            : "Which number? Or an address, or \"again\" (\"u\" ends):";
    std::string words;
    TRY(const std::size_t number, talk_.number(question, found.size(), words));
    if (number > 0) {
      TRY(const bool taken, take(found[number - 1]));
      if (taken) return {};
      continue;
    }
    const bool one_yes = found.size() == 1 && (words == "y" || words == "yes");
    if (one_yes) {
      TRY(const bool taken, take(found[0]));
      if (taken) return {};
    } else if (words == "again" || words.empty()) {
      host.clear();
    } else {
      host = words;
    }
  }
}

Result<bool> Conversation::take(const Device& device) {
  if (!device.printer.empty()) {
    TRY(const bool print,
        talk_.yes("It is the printer " + device.printer + " already. Print its test page?", true));
    if (!print) return false;
    outcome_.device = device;
    outcome_.printer = device.printer;
    outcome_.model = device.model;
    return true;
  }
  TRY(const bool chosen, choose_model(device));
  if (chosen) outcome_.device = device;
  return chosen;
}

Result<bool> Conversation::choose_model(const Device& device) {
  outcome_.model = wishes_.model.empty() ? device.model : wishes_.model;
  if (wishes_.model.empty() && device.fit == "exact") return true;
  if (wishes_.model.empty() && device.fit == "nearest") {
    TRY(const bool take_it,
        talk_.yes("No model fits it exactly. Set it up as " + device.model + " all the same?",
                  false));
    return take_it;
  }
  while (!is_model(models_, outcome_.model)) {
    std::string list = "Models:";
    if (models_.is_array())
      for (const Json& one : models_)
        list += " " + text_in(one, "id");
    talk_.say((outcome_.model.empty() ? "No model fits it. "
                                      : "There is no model " + outcome_.model + ". ") +
              list);
    TRY(outcome_.model, talk_.ask("Which one? Enter takes another device:"));
    if (outcome_.model.empty()) return false;
  }
  return true;
}

Result<std::string> Conversation::ask_name(const std::vector<std::string>& taken,
                                           std::string proposal) {
  for (;;) {
    TRY(const std::string name, talk_.ask("Name of the printer?", proposal));
    if (const auto wrong = wrong_with_name(name)) {
      talk_.say("That is not possible: " + *wrong + ".");
      continue;
    }
    if (!is_taken(name, taken)) return name;
    talk_.say("There is a printer " + name + " already: two cannot have one name.");
  }
}

Result<void> Conversation::add() {
  TRY(auto taken, workshop_.printers());
  std::string proposal = wishes_.name;
  if (!proposal.empty() && is_taken(proposal, taken)) {
    talk_.say("There is a printer " + proposal + " already.");
    proposal.clear();
  }
  for (;;) {
    if (proposal.empty()) proposal = proposed_name(outcome_.device, outcome_.model, taken);
    TRY(outcome_.printer, ask_name(taken, proposal));
    auto added = workshop_.add_printer(outcome_.device, outcome_.model, outcome_.printer);
    if (added) {
      outcome_.message = *std::move(added);
      break;
    }
    if (added.error().code != Errc::conflict) return Failure(std::move(added).error());
    talk_.say("The server says: " + added.error().message() + ".");
    taken.push_back(outcome_.printer);
    proposal.clear();
  }
  outcome_.made = true;
  talk_.say("The printer " + outcome_.printer + " is there." +
            (outcome_.message.empty() ? "" : " " + outcome_.message));
  return {};
}

Result<void> Conversation::settle() {
  const std::string& name = outcome_.printer;
  if (!wishes_.options.empty()) TRY_VOID(workshop_.set_defaults(name, wishes_.options));
  TRY(outcome_.paper, choose_paper(workshop_, name, wishes_.paper));
  if (!outcome_.paper.empty())
    talk_.say("It prints on " + outcome_.paper + " where a job does not say otherwise.");
  TRY(const auto all, workshop_.printers());
  if (all.size() < 2) return {}; // the only one is the default by itself
  TRY(const bool wanted,
      talk_.yes("Make it the default printer of this server?", wishes_.make_default));
  if (wanted) TRY_VOID(workshop_.make_default(name));
  return {};
}

Result<void> Conversation::add_scanner() {
  if (!wishes_.scanner || !has_scanner(models_, outcome_.model)) return {};
  TRY(const bool wanted, talk_.yes("The device scans as well. Set up its scanner?", true));
  if (!wanted) return {};
  talk_.say("Asking for its scanner ...");
  TRY(outcome_.scanner, workshop_.add_scanner(outcome_.device, outcome_.model, outcome_.printer));
  talk_.say(outcome_.scanner
                ? "Scans come from " + outcome_.printer + "."
                : "It does not answer as a scanner this way, and none is made. Of this model it is "
                  "known by USB alone: \"platen scanners devices\" lists those.");
  return {};
}

Result<Outcome> Conversation::run() {
  TRY(models_, workshop_.models());
  TRY_VOID(choose_device());
  if (outcome_.device.printer.empty()) {
    TRY_VOID(add());
    TRY_VOID(settle());
    TRY_VOID(add_scanner());
  }
  if (!wishes_.test_page) return outcome_;
  TRY(const bool wanted, talk_.yes("Print the test page?", true));
  if (!wanted) return outcome_;
  TestPage page(workshop_, talk_, outcome_.printer);
  TRY_VOID(page.run());
  outcome_.test_page = page.last();
  outcome_.complaints = page.complaints();
  return outcome_;
}

} // namespace platen::setup
