#include "server/server.h"

#include "backup/take.h"
#include "commands.h"
#include "number.h"
#include "server/given_sockets.h"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace platen::app {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> given(const Arguments& arguments, std::string_view name) {
  return arguments.has(name) ? std::optional(arguments.get(name)) : std::nullopt;
}

// What the command line says beats the file.
Result<server::Config> configuration(const Arguments& arguments, const server::Paths& paths) {
  TRY(server::Config config, server::load_config(paths, arguments.has("config")));
  if (arguments.has("listen")) config.listen = arguments.all("listen");
  if (arguments.has("demo") && !arguments.has("listen")) config.listen = {"127.0.0.1", "::1"};
  if (arguments.has("port")) {
    TRY(const std::int32_t port, parse_number("--port", arguments.get("port"), 0, 65'535));
    config.port = static_cast<std::uint16_t>(port);
  }
  TRY_VOID(server::listen_addresses(config));
  return config;
}

void tell(const std::vector<http::ListenAddress>& addresses) {
  for (const auto& [address, port] : addresses) {
    const bool v6 = address.find(':') != std::string::npos;
    std::printf("platen server at http://%s%s%s:%u/\n", v6 ? "[" : "", address.c_str(),
                v6 ? "]" : "", unsigned{port});
  }
  std::fflush(stdout);
}

// A backup that waits to be restored, before anything of the state is read. Rather the former state
// than no server: what went wrong is told.
Result<void> take_backup(const Arguments& arguments, server::ServeOptions& options) {
  TRY(const server::Config config,
      server::load_config(options.paths.config, arguments.has("config")));
  const auto tell = [&](const std::string& line) { options.news.push_back(line); };
  const auto taken =
      backup::take_staged({options.paths.state, server::spool_folder(config, options.paths)}, tell);
  if (!taken) tell(taken.error().message());
  return {};
}

Result<void> serve(const Arguments& arguments) {
  if (!arguments.operands.empty())
    return fail(Errc::invalid,
                "the server takes no operand; \"" + arguments.operands[0] + "\" was given");
  TRY_VOID(server::check_user(arguments.has("allow-root")));
  server::ServeOptions options;
  TRY(options.given, server::given_sockets(variable, ::getpid()));
  server::forget_given_sockets();
  TRY(options.paths,
      server::find_paths(given(arguments, "config"), given(arguments, "state"), variable));
  TRY_VOID(take_backup(arguments, options));
  TRY(options.config, configuration(arguments, options.paths));
  options.reload = [arguments, paths = options.paths] { return configuration(arguments, paths); };
  options.demo = arguments.has("demo");
  options.ready = tell;
  const server::Signals signals; // before any thread
  return server::serve(std::move(options), signals);
}

int run(const Command& command, const Arguments& arguments) {
  const auto served = serve(arguments);
  return served ? exit_done : report(command, served.error());
}

} // namespace

const Command& server_command() {
  static const Command command{
      "server",
      "The print server: makes the printers current ones for every computer and phone.",
      "",
      {{0, "config", "FILE", "the configuration (default: /etc/platen/platen.toml or the user's)"},
       {0, "state", "DIR", "keeps everything under one folder"},
       {0, "listen", "ADDRESS", "a numeric address to listen on, * for every one; may be repeated"},
       {0, "port", "N", "the TCP port; 0 takes a free one (default 8631)"},
       {0, "demo", "", "adds the three virtual devices as printers, on this machine alone"},
       {0, "allow-root", "", "runs as root, which is refused otherwise"}},
      "Runs until SIGTERM or SIGINT; SIGHUP reads the configuration again (platen.toml(5)).\n",
      run};
  return command;
}

} // namespace platen::app
