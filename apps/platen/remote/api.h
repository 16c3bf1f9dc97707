#pragma once

#include "base/bytes.h"
#include "client/connection.h"
#include "client/http_link.h"
#include "remote/library.h"
#include "remote/records.h"

namespace platen::app {

// How a server is reached; over TLS where it is not on this machine.
client::LinkOptions link_options(const client::ServerAddress& address);

// The REST interface of the server that a command talks to (docs/protocols/rest.md).
class Api {
public:
  // By --server, the environment or the usual sockets. Errc::unreachable says what was tried.
  // `cancel` may be null; it outlives this.
  static Result<Api> open(const Arguments& arguments, const Cancel* cancel = nullptr);

  std::string address() const { return address_.text(); } // for messages

  // What is at "/api/v1/" + path; an error of the server is one here, too.
  Result<Json> get(const std::string& path);
  Result<void> download(const std::string& path, ByteSink& into);
  Result<Json> send(std::string_view method, const std::string& path, const Json& body);
  // The answer to a file; `put_file` where it does not matter.
  Result<Json> upload(const std::string& path, const std::string& bytes);
  Result<void> put_file(const std::string& path, const std::string& bytes);

private:
  Api(client::ServerAddress address, client::LinkOptions options)
      : address_(std::move(address)), options_(std::move(options)) {}
  Result<client::HttpLink::Answer> ask(std::string_view method, const std::string& path,
                                       const std::string& body, ByteSink* into);
  Result<client::HttpLink::Answer> ask_once(std::string_view method, const std::string& path,
                                            const std::string& body, ByteSink* into);
  Result<Json> read(const client::HttpLink::Answer& answer) const;

  client::ServerAddress address_;
  client::LinkOptions options_;
  std::unique_ptr<client::HttpLink> link_;
  std::string authorization_; // holds the password: never in a message
};

// "LIST/NAME". Errc::invalid: no entry of the server has such a name.
Result<std::string> entry_path(const std::string& list, const std::string& name);
// Removes the entry of the list that the first operand names.
Result<void> remove_entry(const Arguments& arguments, const std::string& list);

// -o NAME=VALUE as an object; "recipe" stands beside them: it is taken out into `recipe`.
Result<Json> scan_options(const Arguments& arguments, std::string* recipe);

} // namespace platen::app
