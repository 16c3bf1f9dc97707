#pragma once

#include "remote/api.h"
#include "setup/server.h"

// The two ends of a set-up: the server, and who sits at the terminal.
namespace platen::app {

// Set when the process is asked to end (Ctrl-C, SIGTERM, SIGHUP) from catch_interrupts() on.
Cancel& setup_interrupted();
void catch_interrupts();

class RestServer final : public setup::Server {
public:
  explicit RestServer(Arguments arguments) : arguments_(std::move(arguments)) {}
  Result<void> open();
  std::string address() const override { return address_; }
  Result<setup::Json> get(const std::string& path) override;
  Result<setup::Json> send(std::string_view method, const std::string& path,
                           const setup::Json& body) override;
  // From here on an interrupt does not break requests off: what was made is taken back.
  Result<void> ignore_interrupts();

private:
  Arguments arguments_;
  std::string address_;
  std::optional<Api> api_;
  bool interruptible_ = true;
};

// Standard input and output.
class Terminal final : public setup::Person {
public:
  void say(const std::string& text) override;
  Result<std::string> ask(const std::string& question) override;
  Result<void> wait(std::chrono::milliseconds time) override;

private:
  std::string typed_; // behind the line that was taken last
};

// Nobody: what is said goes to standard error.
class Nobody final : public setup::Person {
public:
  void say(const std::string& text) override;
  Result<std::string> ask(const std::string& question) override;
  Result<void> wait(std::chrono::milliseconds time) override;
};

} // namespace platen::app
