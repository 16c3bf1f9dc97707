#pragma once

#include "base/result.h"
#include "json/fields.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace platen::setup {

using Json = nlohmann::ordered_json;

// The REST interface of the server (docs/protocols/rest.md), as far as setting up needs it; a test
// has another one.
class Server {
public:
  virtual ~Server() = default;
  virtual std::string address() const = 0; // for people and the journal
  // What is at "/api/v1/" + path.
  virtual Result<Json> get(const std::string& path) = 0;
  virtual Result<Json> send(std::string_view method, const std::string& path, const Json& body) = 0;
};

// Who sits at the terminal.
class Person {
public:
  virtual ~Person() = default;
  virtual void say(const std::string& text) = 0; // one or more whole lines
  // A line without its end and the blanks around it. Errc::cancelled: interrupted, or the end of
  // what they type.
  virtual Result<std::string> ask(const std::string& question) = 0;
  // Waits so long, or until interrupted: Errc::cancelled.
  virtual Result<void> wait(std::chrono::milliseconds time) = 0;
};

using json::text_in;
using json::texts_in;

} // namespace platen::setup
