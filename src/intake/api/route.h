#pragma once

#include "intake/api/call.h"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace platen::intake::api {

// How long an operation may take, and so which threads do it.
enum class Pace : std::uint8_t {
  quick, // memory and the store
  slow,  // waits for a device, a worker or a client's network; works on pictures
};

// One row of the table of operations. docs/protocols/rest.md and the OpenAPI file list the same.
struct Route {
  std::string method;
  std::string path;                      // behind /api/v1/; "*" stands for one name
  auth::Role access = auth::Role::user;  // the least that may
  auth::Scope scope = auth::Scope::read; // what a token needs
  Pace pace = Pace::quick;
  std::function<Result<http::Response>(const Call& call)> run;
  std::size_t most_body = std::size_t{256} << 10; // bytes
  bool takes_file = false;                        // the body is Call::file, not held in memory
  // Instead of `run`, on the server's own threads: a body that is taken as it comes, an answer
  // without an end.
  std::function<std::variant<http::Response, std::unique_ptr<http::Exchange>>(Call call)> stream =
      {};
  // Of the log-in itself: nobody is asked to log in for it, whatever is wrong with what came, and
  // it tells the audit log itself.
  bool open = false;
};
using Routes = std::vector<Route>;

// An operation of `services`, which may be null where only the table is asked for.
template<class Services>
auto with(const Services* services,
          Result<http::Response> (*operation)(const Services& services, const Call& call)) {
  return [services, operation](const Call& call) { return operation(*services, call); };
}

} // namespace platen::intake::api
