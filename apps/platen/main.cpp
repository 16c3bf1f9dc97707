#include "commands.h"
#include "models_commands.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <iostream>

namespace platen::app {

std::span<const Command> commands() {
  static const std::array all{
      server_command(), user_command(), token_command(), store_command(), backup_command(),
      restore_command(), apply_command(), export_command(), department_command(), quota_command(),
      report_command(),
      // Printers of a server, jobs, what became of them.
      setup_command(), add_command(), modify_command(), delete_command(), default_command(),
      printers_command(), submit_command(), jobs_command(), cancel_command(), hold_command(),
      release_command(), reprint_command(), move_command(), pause_command(), resume_command(),
      status_command(), supplies_command(), maintain_command(), calibrate_command(),
      papers_command(), letterheads_command(), profiles_command(), recipes_command(),
      options_command(), drivers_command(), devices_command(), models_command(), update_command(),
      probe_command(), doctor_command(),
      // Scanners of a server, and where scans go.
      scan_command(), scans_command(), scanners_command(), scan_recipes_command(),
      destinations_command(), contacts_command(),
      // Without a server.
      convert_command(), preview_command(), decode_command(), capture_command(), virtual_command(),
      test_page_command(), completion_command()};
  return all;
}

int report(const Command& command, const Error& error) {
  std::fprintf(stderr, "platen: %s: %s\n", std::string(command.name).c_str(),
               error.message().c_str());
  switch (error.code) {
  case Errc::invalid:
    return exit_wrong_use;
  case Errc::unreachable:
    return exit_not_reachable;
  default:
    return exit_failed;
  }
}

namespace {

std::string overview() {
  std::string text =
      "usage: platen COMMAND [OPTION]...\n"
      "Prints documents and pictures on Canon PRO-1000, iR1020 and iR1024 printers.\n\n";
  for (const Command& command : commands()) {
    std::string left = "  " + std::string(command.name);
    left.resize(16, ' ');
    text += left + std::string(command.summary) + "\n";
  }
  return text + "\n\"platen COMMAND --help\" explains a command; \"platen --version\" tells the "
                "version.\n";
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    std::cerr << overview();
    return exit_wrong_use;
  }
  if (words[0] == "--help" || words[0] == "help") {
    std::cout << overview();
    return exit_done;
  }
  if (words[0] == "--version") {
    std::cout << "platen " PLATEN_VERSION "\n";
    return exit_done;
  }
  for (const Command& command : commands()) {
    if (command.name != words[0]) continue;
    const auto arguments = parse(command, {words.begin() + 1, words.end()});
    if (!arguments) return report(command, arguments.error());
    if (arguments->has("help")) {
      std::cout << help_text(command);
      return exit_done;
    }
    return command.run(command, *arguments);
  }
  std::string known;
  for (const Command& command : commands())
    known += (known.empty() ? "" : ", ") + std::string(command.name);
  const Error error{Errc::invalid,
                    "there is no command " + words[0] + "; the commands are " + known};
  std::fprintf(stderr, "platen: %s\n", error.message().c_str());
  return exit_wrong_use;
}

} // namespace
} // namespace platen::app

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error value, not a death
  return platen::app::run({argv + 1, argv + argc});
}
