#include "base/file.h"
#include "commands.h"
#include "doctor/codes.h"
#include "doctor/repair.h"
#include "doctor_look.h"
#include "own_state.h"
#include "remote/api.h"
#include "remote/session.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace platen::app {

namespace {

using doctor::Finding;
using doctor::Severity;

// What a device or another program said may hold anything: nothing of it moves the cursor.
std::string safe(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

void show(const Finding& finding) {
  std::cout << doctor::to_string(finding.severity) << ": " << safe(finding.title) << " ["
            << safe(finding.code) << "]\n  " << safe(finding.cause) << "\n";
  for (const std::string& advice : finding.advice)
    std::cout << "  - " << safe(advice) << "\n";
  if (finding.has_fix)
    std::cout << "  --fix: " << safe(finding.fix.title) << ". " << safe(finding.fix.changes)
              << "\n";
}

std::int64_t count(const doctor::Findings& all, Severity severity) {
  return std::ranges::count(all, severity, &Finding::severity);
}

void show_all(const doctor::Findings& all) {
  for (const Finding& finding : all)
    show(finding);
  const auto counted = [&](Severity severity, const char* what) {
    const std::int64_t number = count(all, severity);
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
  };
  std::cout << counted(Severity::problem, "problem") << ", "
            << counted(Severity::warning, "warning") << ", " << counted(Severity::note, "note")
            << "\n";
}

// The words of every code, for translators and for the documentation.
void show_codes() {
  Json all = Json::array();
  for (const doctor::Code& code : doctor::codes()) {
    Json advice = Json::array();
    for (const std::string_view one : code.advice)
      if (!one.empty()) advice.push_back(one);
    all.push_back({{"code", code.name},
                   {"severity", doctor::to_string(code.severity)},
                   {"where", doctor::to_string(code.where)},
                   {"title", code.title},
                   {"cause", code.cause},
                   {"advice", std::move(advice)},
                   {"fix", code.fix},
                   {"changes", code.changes}});
  }
  std::cout << all.dump(2) << "\n";
}

bool agreed(const Arguments& arguments, const Finding& finding) {
  std::cout << safe(finding.fix.title) << "? " << safe(finding.fix.changes) << " [y/N] "
            << std::flush;
  if (arguments.has("yes")) {
    std::cout << "y\n";
    return true;
  }
  std::string answer;
  if (!std::getline(std::cin, answer)) answer.clear();
  return answer == "y" || answer == "Y" || answer == "yes";
}

// What needs no server.
Result<std::string> mend_here(const Arguments& arguments, const Finding& finding) {
  if (finding.code == "stale-socket") {
    TRY(const server::Paths paths, state_paths(arguments));
    TRY_VOID(doctor::remove_stale_socket(paths.socket));
  } else if (finding.code == "state-folder-missing") {
    TRY_VOID(doctor::make_private_folder(finding.subject));
  } else if (finding.code == "certificate-changed") {
    TRY_VOID(doctor::remove_plain_file(finding.values.at("file")));
  } else if (finding.code == "users-file-readable-by-others" ||
             finding.code == "secret-readable-by-others") {
    TRY_VOID(doctor::close_file(finding.subject));
  } else {
    return fail(Errc::unsupported, finding.code + " cannot be mended from here");
  }
  return finding.fix.changes;
}

Result<std::string> mend_there(const Arguments& arguments, const Finding& finding) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json answer,
      api.send("POST", "doctor/fix", {{"code", finding.code}, {"subject", finding.subject}}));
  return answer.is_object() ? answer.value("done", "done") : std::string("done");
}

// Asks about each repair; goes on where one fails. The number of those that failed.
int mend_all(const Command& command, const Arguments& arguments, const DoctorView& view) {
  int failed = 0;
  const auto each = [&](const doctor::Findings& findings, auto mend) {
    for (const Finding& finding : findings) {
      if (!finding.has_fix || !agreed(arguments, finding)) continue;
      const Result<std::string> done = mend(arguments, finding);
      if (done)
        std::cout << "done: " << safe(*done) << "\n";
      else
        failed += report(command, done.error()) == exit_done ? 0 : 1;
    }
  };
  each(view.findings, mend_here);
  each(view.told, mend_there);
  return failed;
}

Result<void> save_bundle(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  const std::filesystem::path file = arguments.get("bundle");
  TRY(AtomicFile into, AtomicFile::create(file, true));
  TRY_VOID(api.download("doctor/bundle", into));
  TRY_VOID(into.commit());
  std::cout << file.string() << " is written; look into it before you give it to anybody\n";
  return {};
}

doctor::Findings together(const DoctorView& view) {
  doctor::Findings all = view.findings;
  std::ranges::copy(view.told, std::back_inserter(all));
  doctor::sort_by_severity(all);
  return all;
}

void show_json(const doctor::Findings& all, const DoctorView& view) {
  Json findings = Json::array();
  for (const Finding& finding : all)
    findings.push_back(Json(doctor::to_json(finding)));
  const Json json{{"findings", std::move(findings)}, {"dns-records", view.dns_records}};
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

Result<int> look(const Command& command, const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY_VOID(printer_name(arguments).map([](const auto&) {}));
  if (arguments.has("codes")) {
    show_codes();
    return exit_done;
  }
  if (arguments.has("bundle")) {
    TRY_VOID(save_bundle(arguments));
    return exit_done;
  }
  TRY(const DoctorView view, look_from_here(arguments));
  const doctor::Findings all = together(view);
  if (arguments.has("records")) {
    if (!view.answers)
      return fail(Errc::unreachable, "no server answers that could name its records");
    std::cout << view.dns_records;
    return exit_done;
  }
  if (arguments.has("json")) {
    show_json(all, view);
  } else {
    show_all(all);
    const bool wanted = std::ranges::any_of(all, [](const Finding& one) {
      return one.code == "routed-network" || one.code == "announcing-off";
    });
    if (wanted) std::cout << "\n" << view.dns_records;
  }
  int failed = 0;
  if (arguments.has("fix")) failed = mend_all(command, arguments, view);
  if (!view.answers) return exit_not_reachable;
  return failed > 0 || (!arguments.has("fix") && count(all, Severity::problem) > 0) ? exit_failed
                                                                                    : exit_done;
}

// The server whose folder --state names is the one at the socket in it.
Result<Arguments> with_server(Arguments arguments) {
  if (!arguments.has("state") || arguments.has("server")) return arguments;
  TRY(const server::Paths paths, state_paths(arguments));
  arguments.flags["server"] = {paths.socket.string()};
  return arguments;
}

int run(const Command& command, const Arguments& arguments) {
  const auto whole = with_server(arguments);
  if (!whole) return report(command, whole.error());
  const auto done = look(command, *whole);
  return done ? *done : report(command, done.error());
}

} // namespace

const Command& doctor_command() {
  static const Command command{
      "doctor",
      "Finds out what is wrong between this computer and the paper, and mends it.",
      "",
      {printer_flag,
       {0, "client", "ADDRESS", "of a computer or phone that does not find the printers"},
       {0, "records", "", "prints the DNS records of the printers, to paste into a zone"},
       {0, "fix", "", "asks about each repair that is possible, and does it"},
       {0, "yes", "", "with --fix: agrees to all of them"},
       {0, "bundle", "FILE", "writes an archive for whoever helps, without secrets"},
       {0, "codes", "", "lists every finding that there can be, as JSON"},
       json_flag,
       server_flag,
       {0, "state", "DIR", "of a server on this machine that does not run, as its own --state"},
       {0, "config", "FILE", "of such a server, as its own --config"}},
      "Exit code 0: nothing is wrong (or --fix mended what it was told to); 1: there are problems; "
      "3: no\n"
      "server answers.\n",
      run};
  return command;
}

} // namespace platen::app
