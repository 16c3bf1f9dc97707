#include "own_state.h"

#include <cstdlib>

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

} // namespace

Result<server::Paths> state_paths(const Arguments& arguments) {
  const auto state = arguments.has("state") ? std::optional(arguments.get("state")) : std::nullopt;
  return server::find_paths(std::nullopt, state, as_the_server_sees);
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

Result<void> change_allowance(const Arguments& arguments,
                              std::optional<auth::Allowance>& allowance) {
  if (arguments.has("limit") && arguments.has("no-limit"))
    return fail(Errc::invalid, "--limit and --no-limit exclude each other");
  if (arguments.has("no-limit")) allowance.reset();
  if (!arguments.has("limit")) return {};
  TRY(allowance, auth::parse_allowance(arguments.get("limit")));
  return {};
}

} // namespace platen::app
