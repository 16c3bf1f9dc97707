#include "server/paths.h"

#include <unistd.h>

namespace platen::server {

namespace {

namespace fs = std::filesystem;

Paths under_one_folder(const fs::path& folder) {
  return {folder / "platen.toml", folder, folder, folder / "platen.sock"};
}

// systemd gives several folders separated by colons; ours has one of each.
fs::path first_of(const std::string& list) {
  return list.substr(0, list.find(':'));
}

Paths of_the_system(const std::string& state_directory, const Environment& environment) {
  const auto run = environment("RUNTIME_DIRECTORY");
  return {"/etc/platen/platen.toml", first_of(state_directory), "/var/spool/platen",
          fs::path(run ? first_of(*run) : "/run/platen") / "platen.sock"};
}

Result<Paths> of_the_user(const Environment& environment) {
  const auto home = environment("HOME");
  const auto folder = [&](const char* variable, const char* otherwise) -> fs::path {
    if (const auto set = environment(variable); set && set->starts_with('/')) return *set;
    return home ? fs::path(*home) / otherwise : fs::path();
  };
  const fs::path config = folder("XDG_CONFIG_HOME", ".config");
  const fs::path state = folder("XDG_STATE_HOME", ".local/state");
  if (config.empty() || state.empty())
    return fail(Errc::invalid, "HOME is not set, so there is no folder for the server; give one "
                               "with --state DIR");
  Paths paths{config / "platen/platen.toml", state / "platen", state / "platen", {}};
  const auto run = environment("XDG_RUNTIME_DIR");
  paths.socket = (run ? fs::path(*run) / "platen" : paths.state) / "platen.sock";
  return paths;
}

} // namespace

Result<Paths> find_paths(const std::optional<std::string>& config_option,
                         const std::optional<std::string>& state_option,
                         const Environment& environment) {
  Paths paths;
  if (state_option) {
    std::error_code ignored;
    const fs::path absolute = fs::absolute(*state_option, ignored);
    paths = under_one_folder(absolute.empty() ? fs::path(*state_option) : absolute);
  } else if (const auto given = environment("STATE_DIRECTORY"); given && given->starts_with('/')) {
    paths = of_the_system(*given, environment);
  } else {
    TRY(paths, of_the_user(environment));
  }
  if (config_option) paths.config = *config_option;
  return paths;
}

} // namespace platen::server
