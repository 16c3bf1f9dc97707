#include "remote/api.h"

#include "client/login.h"

#include <cups/cups.h>

namespace platen::app {

namespace {

using client::HttpLink;

constexpr std::size_t most_answer = 16U << 20;
constexpr std::chrono::minutes patience{5}; // a scanner that has to be asked may take long

Errc code_of(int status) {
  switch (status) {
  case 400:
  case 405:
    return Errc::invalid;
  case 401:
  case 403:
    return Errc::denied;
  case 404:
    return Errc::not_found;
  case 409:
    return Errc::conflict;
  case 413:
    return Errc::limit;
  case 501:
    return Errc::unsupported;
  case 503:
    return Errc::busy;
  default:
    return Errc::io;
  }
}

} // namespace

client::LinkOptions link_options(const client::ServerAddress& address) {
  client::LinkOptions options;
  options.host = address.socket.empty() ? address.host : address.socket;
  options.port = address.port;
  if (!address.on_this_machine()) {
    options.tls = client::Tls::always;
    options.remember_certificate = true;
  }
  return options;
}

Result<Api> Api::open(const Arguments& arguments, const Cancel* cancel) {
  std::optional<std::string> named;
  if (arguments.has("server")) named = arguments.get("server");
  TRY(client::ServerAddress address, client::find_server(named));
  client::LinkOptions options = link_options(address);
  options.stall = patience;
  options.cancel = cancel;
  Api api(std::move(address), std::move(options));
  TRY(api.authorization_, client::token_authorization());
  if (api.authorization_.empty() && !api.address_.password.empty())
    api.authorization_ = client::basic_authorization({api.address_.user, api.address_.password});
  auto link = client::open_link(api.options_);
  if (!link) {
    Error error = std::move(link).error();
    for (const std::string& path : api.address_.tried)
      error.what += "; nobody listens at " + path;
    if (error.code == Errc::unreachable)
      error.what += "; start a server with \"platen server\" or name one with --server";
    return Failure(std::move(error));
  }
  api.link_ = *std::move(link);
  return api;
}

Result<HttpLink::Answer> Api::ask_once(std::string_view method, const std::string& path,
                                       const std::string& body, ByteSink* into) {
  if (!link_ || !link_->usable()) {
    TRY(link_, client::open_link(options_));
  }
  HttpLink::Post post;
  post.path = "/api/v1/" + path;
  post.method = method;
  post.authorization = authorization_;
  if (!body.empty()) {
    post.type = "application/json";
    post.length = body.size();
  }
  TRY_VOID(link_->begin(post));
  if (!body.empty()) {
    TRY([[maybe_unused]] const bool wanted, link_->write(as_bytes(body)));
  }
  return into != nullptr ? link_->finish_into(*into, most_answer) : link_->finish(most_answer);
}

Result<HttpLink::Answer> Api::ask(std::string_view method, const std::string& path,
                                  const std::string& body, ByteSink* into) {
  TRY(HttpLink::Answer answer, ask_once(method, path, body, into));
  if (answer.status != HTTP_STATUS_UNAUTHORIZED || !authorization_.empty()) return answer;
  TRY(const client::Login login, client::find_login(address_));
  authorization_ = client::basic_authorization(login);
  return ask_once(method, path, body, into);
}

Result<Json> Api::read(const HttpLink::Answer& answer) const {
  Json json = Json::parse(answer.body, nullptr, false);
  const bool fine = answer.status == 200 || answer.status == 201;
  if (fine && !json.is_discarded()) return json;
  std::string words;
  if (json.is_object() && json.contains("error") && json["error"].is_object())
    words = json["error"].value("message", "");
  if (words.empty()) // not from this interface
    words = address_.text() + " answers with HTTP status " + std::to_string(answer.status);
  return fail(fine ? Errc::malformed : code_of(answer.status), std::move(words));
}

Result<Json> Api::get(const std::string& path) {
  TRY(const HttpLink::Answer answer, ask("GET", path, {}, nullptr));
  return read(answer);
}

Result<void> Api::download(const std::string& path, ByteSink& into) {
  TRY(const HttpLink::Answer answer, ask("GET", path, {}, &into));
  if (answer.status == HTTP_STATUS_OK) return {};
  TRY([[maybe_unused]] const Json json, read(answer));
  return {};
}

Result<Json> Api::send(std::string_view method, const std::string& path, const Json& body) {
  const bool bare = method == "DELETE";
  TRY(const HttpLink::Answer answer,
      ask(method, path,
          bare ? std::string() : body.dump(-1, ' ', false, Json::error_handler_t::replace),
          nullptr));
  return read(answer);
}

Result<Json> Api::upload(const std::string& path, const std::string& bytes) {
  TRY(const HttpLink::Answer answer, ask("PUT", path, bytes, nullptr));
  return read(answer);
}

Result<void> Api::put_file(const std::string& path, const std::string& bytes) {
  TRY(const HttpLink::Answer answer, ask("PUT", path, bytes, nullptr));
  TRY([[maybe_unused]] const Json json, read(answer));
  return {};
}

Result<std::string> entry_path(const std::string& list, const std::string& name) {
  if (!name.empty() && name.find_first_of("/,?#%") == std::string::npos) return list + "/" + name;
  return fail(Errc::invalid,
              "\"" + name + "\" is no name: it is not empty, and without any of / , ? # %");
}

Result<void> remove_entry(const Arguments& arguments, const std::string& list) {
  TRY(const std::string path, entry_path(list, operand(arguments, 0)));
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("DELETE", path, {}));
  return {};
}

Result<Json> scan_options(const Arguments& arguments, std::string* recipe) {
  TRY(const auto pairs, name_values(arguments));
  Json options = Json::object();
  for (const auto& [name, value] : pairs) {
    if (name == "recipe" && recipe != nullptr)
      *recipe = value;
    else
      options[name] = value;
  }
  return options;
}

} // namespace platen::app
