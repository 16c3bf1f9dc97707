#include "auth/gate.h"
#include "auth/users.h"
#include "commands.h"
#include "server/paths.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace platen::app {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

// Root looks after the system's service, which alone is told where its folders are.
std::optional<std::string> as_the_server_sees(const char* name) {
  constexpr const char* state_of_the_service = "/var/lib/platen";
  auto told = variable(name);
  std::error_code ignored;
  if (!told && ::geteuid() == 0 && std::string_view(name) == "STATE_DIRECTORY" &&
      std::filesystem::is_directory(state_of_the_service, ignored))
    told = state_of_the_service;
  return told;
}

// A folder that root makes is root's, and the server could not use it.
Result<void> make_state_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  if (::geteuid() == 0)
    return fail(Errc::not_found, "there is no state folder " + folder.string() +
                                     ": start the server once, or name its folder with --state");
  if (std::filesystem::create_directories(folder, error) && !error)
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (!error) return {};
  return fail(Errc::io, "the folder " + folder.string() + " cannot be made: " + error.message());
}

// Keeps what is typed off the screen for as long as it lives.
class Silence {
public:
  Silence() : on_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!on_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Silence() {
    if (on_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

private:
  termios before_{};
  bool on_;
};

Result<std::string> read_line(std::string_view question) {
  const bool terminal = ::isatty(STDIN_FILENO) == 1;
  if (terminal) std::cerr << question << std::flush;
  std::string line;
  {
    const Silence silence;
    if (!std::getline(std::cin, line))
      return fail(Errc::invalid, "no password came from standard input");
  }
  if (terminal) std::cerr << "\n";
  return line;
}

Result<std::string> new_password() {
  TRY(std::string password, read_line("Password: "));
  if (::isatty(STDIN_FILENO) == 0) return password;
  TRY(const std::string again, read_line("Again: "));
  if (again != password) return fail(Errc::invalid, "the two passwords differ");
  return password;
}

Result<void> list(const std::filesystem::path& file) {
  TRY(const auth::Users users, auth::read_users(file));
  for (const auto& [name, user] : users)
    std::printf("%s\t%s\n", name.c_str(), user.administrator ? "administrator" : "user");
  return {};
}

Result<void> act(const Arguments& arguments) {
  const auto& words = arguments.operands;
  const std::string what = words.empty() ? "" : words[0];
  const std::size_t wanted = what == "list" ? 1 : 2;
  if ((what != "list" && what != "set" && what != "remove") || words.size() != wanted)
    return fail(Errc::invalid, "it takes \"set NAME\", \"remove NAME\" or \"list\"");
  const auto state = arguments.has("state") ? std::optional(arguments.get("state")) : std::nullopt;
  TRY(const server::Paths paths, server::find_paths(std::nullopt, state, as_the_server_sees));
  if (what == "list") return list(paths.users());
  if (what == "remove") return auth::remove_user(paths.users(), words[1]);
  TRY_VOID(auth::check_user_name(words[1]));
  TRY(const std::string password, new_password());
  TRY_VOID(make_state_folder(paths.state));
  return auth::set_user(paths.users(), words[1], arguments.has("administrator"), password);
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& user_command() {
  static const Command command{
      "user",
      "The people who may log in to the server: set (add or change), remove, list.",
      "set|remove|list [NAME]",
      {{0, "administrator", "", "with set: may change printers and other people's jobs"},
       {0, "state", "DIR", "of the server, as its own --state"}},
      "\"set\" asks for the password on the terminal, or reads one line of standard input. A "
      "running server sees\n"
      "the change at once.\n",
      run};
  return command;
}

} // namespace platen::app
