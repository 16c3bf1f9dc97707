#include "account_source.h"

#include "job/store_tools.h"
#include "own_state.h"
#include "remote/account.h"

#include <cstdlib>

namespace platen::app {

namespace {

Account account_in(const server::Paths& paths, const job::AccountQuery& query) {
  return [paths, query](const auto& each) { return job::read_account(paths.state, query, each); };
}

bool names_a_server(const Arguments& arguments) {
  const char* const value = std::getenv("PLATEN_SERVER");
  return arguments.has("server") || (value != nullptr && *value != '\0');
}

} // namespace

// A running server is asked; the files of one that is down are read in place of it.
Result<Account> find_account(const Arguments& arguments, const job::AccountQuery& query) {
  if (arguments.has("state") && arguments.has("server"))
    return fail(Errc::invalid, "--state and --server exclude each other");
  if (arguments.has("state"))
    return state_paths(arguments).map([&](const auto& paths) { return account_in(paths, query); });
  auto session = Session::open(arguments);
  if (session) {
    const auto shared = std::make_shared<Session>(*std::move(session));
    return [shared, query](const auto& each) { return each_entry(*shared, query, each); };
  }
  if (session.error().code != Errc::unreachable || names_a_server(arguments))
    return Failure(std::move(session).error());
  TRY(const server::Paths paths, state_paths(arguments));
  std::error_code ignored;
  if (!std::filesystem::exists(paths.state / "platen.db", ignored))
    return Failure(std::move(session).error());
  return account_in(paths, query);
}

} // namespace platen::app
