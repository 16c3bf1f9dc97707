#include "number.h"
#include "remote/listing.h"
#include "remote/session.h"
#include "remote/setup_ends.h"
#include "setup/conversation.h"
#include "setup/naming.h"
#include "setup/unattended.h"

#include <cstdlib>

#include <unistd.h>

namespace platen::app {

namespace {

using setup::Journal;
using setup::Outcome;
using setup::Wishes;
using setup::Workshop;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// The journal is the user's, wherever the server is.
Result<std::filesystem::path> journal_folder() {
  if (const std::string state = variable("XDG_STATE_HOME"); state.starts_with('/'))
    return std::filesystem::path(state) / "platen";
  const std::string home = variable("HOME");
  if (!home.starts_with('/'))
    return fail(Errc::invalid, "there is no home folder for the journal of the set-up: set HOME or "
                               "XDG_STATE_HOME");
  return std::filesystem::path(home) / ".local" / "state" / "platen";
}

Result<Wishes> wishes_of(const Arguments& arguments) {
  Wishes wishes;
  wishes.host = arguments.get("address");
  wishes.uri = arguments.get("device");
  wishes.model = arguments.get("model");
  TRY(wishes.name, printer_name(arguments));
  TRY(wishes.options, name_values(arguments));
  wishes.paper = setup::paper_of(variable("LC_ALL"), variable("LC_PAPER"), variable("LANG"));
  wishes.test_page = !arguments.has("no-test-page");
  wishes.scanner = !arguments.has("no-scanner");
  wishes.make_default = arguments.has("default");
  if (arguments.has("wait")) {
    TRY(const int seconds, parse_number("--wait", arguments.get("wait"), 1, 86'400));
    wishes.patience = std::chrono::seconds(seconds);
  }
  return wishes;
}

// Who may not gets the words of the server, and what to do.
Error explained(Error error) {
  if (error.code == Errc::denied)
    error.what += "; printers are set up by administrators: be root or the server's own user on "
                  "its computer, or log in (\"platen user set NAME --role administrator\" there "
                  "makes one, --server NAME@HOST uses it)";
  return error;
}

Result<void> list(RestServer& server, const Arguments& arguments) {
  TRY_VOID(server.open());
  const std::string host = arguments.get("address");
  TRY(const setup::Json answer,
      server.get("printer-devices?notes=yes" + (host.empty() ? "" : "&host=" + host)));
  const bool whole = answer.is_object();
  const setup::Json devices = whole ? answer.value("devices", setup::Json::array()) : answer;
  Nobody aside;
  if (whole)
    for (const std::string& note : setup::texts_in(answer, "notes"))
      aside.say("note: " + note);
  if (arguments.has("json")) return print_json(devices);
  TRY(const auto found, setup::read_devices(devices));
  if (found.empty()) return print_text("no device was found\n");
  Terminal out;
  std::size_t number = 0;
  for (const setup::Device& one : found)
    out.say(setup::describe(one, ++number));
  return {};
}

Result<void> tell(setup::Person& person, const std::vector<std::string>& done) {
  for (const std::string& one : done)
    person.say(one);
  return {};
}

// What an earlier set-up left, taken back.
Result<void> undo(RestServer& server, Journal& journal, setup::Person& person) {
  TRY(const auto left, journal.left());
  if (!left) return print_text("there is nothing to take back\n");
  TRY_VOID(server.open());
  if (left->server != server.address())
    return fail(Errc::conflict, "the set-up that was broken off was at " + left->server +
                                    ", not at " + server.address() + ": name it with --server");
  TRY(const auto done, setup::take_back(server, *left));
  TRY_VOID(journal.clear());
  TRY_VOID(tell(person, done));
  return done.empty() ? print_text("nothing of it was there any more\n") : Result<void>();
}

// Takes back what was made; the reason stays the error.
Failure back_out(RestServer& server, Workshop& workshop, setup::Person& person, Error reason) {
  if (workshop.made().nothing()) {
    static_cast<void>(workshop.keep());
    return Failure(std::move(reason));
  }
  auto ready = server.ignore_interrupts();
  auto done = ready ? workshop.take_back()
                    : Result<std::vector<std::string>>(Failure(std::move(ready).error()));
  if (done) {
    static_cast<void>(tell(person, *done));
    return Failure(std::move(reason));
  }
  reason.what += "; what was made is still there (" + done.error().what +
                 "): \"platen setup --undo\" takes it back";
  return Failure(std::move(reason));
}

std::string summary(const Outcome& outcome) {
  std::string text =
      outcome.made ? outcome.printer + " is set up: " + outcome.device.title() + " at " +
                         outcome.device.uri + ", as " + outcome.model
                   : outcome.device.title() + " is the printer " + outcome.printer + " already";
  if (!outcome.message.empty()) text += "\n" + outcome.message;
  for (const std::string& one : outcome.device.lost)
    text += "\nlost: " + one;
  for (const std::string& one : outcome.device.unknown)
    text += "\nnot known: " + one;
  if (outcome.scanner) text += "\nit is a scanner as well: platen scan -d " + outcome.printer;
  if (outcome.test_page)
    text += "\ntest page: " + outcome.test_page->state +
            (outcome.test_page->message.empty() ? "" : ", " + outcome.test_page->message);
  text += "\nTo print: platen submit -d " + outcome.printer +
          " FILE. What is wrong, if something is: platen doctor -d " + outcome.printer;
  return text;
}

Result<void> finish(const Arguments& arguments, const Outcome& outcome, setup::Person& person) {
  if (arguments.has("json"))
    TRY_VOID(print_json(setup::to_json(outcome)));
  else
    person.say(summary(outcome));
  if (outcome.test_page && !outcome.test_page->printed())
    return fail(
        Errc::io,
        "the printer " + outcome.printer + " is there, but its test page is not printed: job " +
            std::to_string(outcome.test_page->id) + " is " + outcome.test_page->state +
            (outcome.test_page->message.empty() ? "" : " (" + outcome.test_page->message + ")"));
  return {};
}

Result<void> set_up(RestServer& server, Journal& journal, const Arguments& arguments,
                    setup::Person& person, bool alone) {
  TRY(const Wishes wishes, wishes_of(arguments));
  TRY_VOID(server.open());
  Workshop workshop(server, journal);
  auto outcome = alone ? setup::set_up_alone(workshop, person, wishes)
                       : setup::Conversation(workshop, person, wishes).run();
  if (!outcome) return back_out(server, workshop, person, std::move(outcome).error());
  TRY_VOID(workshop.keep());
  return finish(arguments, *outcome, person);
}

// One that was broken off comes first: its printer would be in the way.
Result<void> settle_former(RestServer& server, Journal& journal, setup::Person& person,
                           bool alone) {
  TRY(const auto left, journal.left());
  if (!left) return {};
  const std::string words =
      "a set-up was broken off" + (left->printer.empty() ? "" : " (printer " + left->printer + ")");
  if (alone)
    return fail(Errc::conflict, words + ": \"platen setup --undo\" takes back what it made");
  setup::Talk talk(person);
  TRY(const bool wanted, talk.yes("There was " + words + ". Take back what it made?", true));
  return wanted ? undo(server, journal, person) : journal.clear();
}

Result<void> check_use(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  const bool alone = arguments.has("yes");
  if (arguments.has("list") || arguments.has("undo")) {
    if (alone || (arguments.has("list") && arguments.has("undo")))
      return fail(Errc::invalid, "--list, --undo and --yes do not go together");
    return {};
  }
  if (alone) return {};
  if (arguments.has("json")) return fail(Errc::invalid, "--json goes with --yes or --list");
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0)
    return fail(Errc::invalid,
                "it asks questions and needs a terminal for that; --yes sets up the one device "
                "that there is and asks nothing");
  return {};
}

Result<void> run_setup(const Arguments& arguments) {
  TRY_VOID(check_use(arguments));
  RestServer server(arguments);
  if (arguments.has("list")) return list(server, arguments);
  TRY(const auto folder, journal_folder());
  TRY(Journal journal, Journal::open(folder));
  const bool alone = arguments.has("yes");
  catch_interrupts();
  Terminal terminal;
  Nobody nobody;
  setup::Person& person = arguments.has("json") ? static_cast<setup::Person&>(nobody) : terminal;
  if (arguments.has("undo")) return undo(server, journal, person);
  TRY_VOID(settle_former(server, journal, person, alone));
  return set_up(server, journal, arguments, person, alone);
}

} // namespace

const Command& setup_command() {
  static const Command command{
      "setup",
      "Finds a device, makes a printer of it, prints a test page and asks how it looks.",
      "",
      {{0, "address", "HOST", "ask this device only, by its name or address"},
       {'v', "device", "DEVICE-URI", "with --yes: the one that is reached so"},
       {'m', "model", "MODEL", "its model, in place of the one that fits"},
       {'d', "printer", "NAME", "the new printer's name (default: one is proposed)"},
       option_flag,
       {0, "default", "", "make it the default printer"},
       {0, "no-scanner", "", "leave out the scanner of a device that has one"},
       {0, "no-test-page", "", "leave out the test page"},
       {0, "yes", "", "ask nothing: take the only device, or the one that is named"},
       {0, "wait", "SECONDS", "with --yes: for the test page at most (default 180)"},
       {0, "list", "", "only show what is found"},
       {0, "undo", "", "take back what a set-up made that was broken off"},
       json_flag,
       server_flag},
      "\"u\" at any question, Ctrl-C, or the end of input takes back all that was made. Without\n"
      "--yes it needs a terminal. \"man platen-setup\" tells how each device is connected.\n",
      [](const Command& self, const Arguments& arguments) {
        const Result<void> done = run_setup(arguments);
        return done ? exit_done : report(self, explained(done.error()));
      }};
  return command;
}

} // namespace platen::app
