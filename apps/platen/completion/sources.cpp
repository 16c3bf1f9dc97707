#include "completion/sources.h"

#include "client/connection.h"
#include "client/http_link.h"
#include "client/login.h"
#include "model/model.h"
#include "remote/listing.h"

#include <array>

#include <nlohmann/json.hpp>

namespace platen::app::completion {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_answer = 4U << 20;
// Who waits for a list of words does not wait long.
constexpr std::chrono::milliseconds connect_patience{700}, patience{2000};

Result<std::string> authorization(const client::ServerAddress& address) {
  TRY(std::string token, client::token_authorization());
  if (token.empty() && !address.password.empty())
    return client::basic_authorization({address.user, address.password});
  return token;
}

// What is at "/api/v1/" + path. Whoever may not see it gets an error: nobody is asked for a
// password.
Result<Json> get(const Arguments& arguments, const std::string& path) {
  std::optional<std::string> named;
  if (arguments.has("server")) named = arguments.get("server");
  TRY(const client::ServerAddress address, client::find_server(named));
  client::LinkOptions options;
  options.host = address.socket.empty() ? address.host : address.socket;
  options.port = address.port;
  options.connect = connect_patience;
  options.stall = options.whole = patience;
  if (!address.on_this_machine()) {
    options.tls = client::Tls::always;
    options.remember_certificate = true;
  }
  TRY(const auto link, client::open_link(options));
  client::HttpLink::Post post;
  post.path = "/api/v1/" + path;
  post.method = "GET";
  TRY(post.authorization, authorization(address));
  TRY_VOID(link->begin(post));
  TRY(const auto answer, link->finish(most_answer));
  Json json = Json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || json.is_discarded()) return fail(Errc::io, "no answer");
  return json;
}

std::string text(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_number_integer()) return std::to_string(found->get<std::int64_t>());
  return found->is_string() ? found->get<std::string>() : std::string{};
}

// Where a list is, and what its entries are called by.
struct List {
  const char *name, *path, *within, *key, *about;
};
constexpr std::array lists{
    List{"printers", "printers", "", "printer-name", "printer-make-and-model"},
    List{"jobs", "jobs?which=not-completed", "", "job-id", "job-name"},
    List{"scanners", "scanners?state=no", "", "name", "info"},
    List{"scan-recipes", "scan-recipes", "", "name", ""},
    List{"destinations", "destinations", "", "name", "kind"},
    List{"contacts", "contacts", "", "name", ""},
    List{"papers", "library", "papers", "name", "label"},
    List{"profiles", "library", "profiles", "name", ""},
    List{"recipes", "library", "recipes", "name", ""},
    List{"letterheads", "library", "letterheads", "name", ""},
};

std::vector<Candidate> listed(const Arguments& arguments, std::string_view name) {
  std::vector<Candidate> all;
  for (const List& list : lists) {
    if (list.name != name) continue;
    const auto answer = get(arguments, list.path);
    if (!answer) return all;
    const Json entries = *list.within == '\0' ? *answer : answer->value(list.within, Json::array());
    for (const Json& entry : entries)
      if (std::string word = text(entry, list.key); !word.empty())
        all.push_back({harmless(word), harmless(text(entry, list.about))});
  }
  return all;
}

std::vector<Candidate> models(const Arguments& /*arguments*/) {
  std::vector<Candidate> all;
  const auto loaded = model::load_models(model::data_folder());
  if (!loaded) return all;
  for (const model::Model& one : *loaded)
    all.push_back({one.id, one.title});
  return all;
}

std::vector<model::OptionInfo> of_printer(const Arguments& arguments) {
  std::vector<model::OptionInfo> all;
  const auto answer = get(arguments, "printers/" + arguments.get("printer") + "/options");
  if (!answer || !answer->is_array()) return all;
  for (const Json& entry : *answer) {
    model::OptionInfo option;
    option.name = harmless(text(entry, "name"));
    option.label = harmless(text(entry, "label"));
    if (const auto values = entry.find("values"); values != entry.end() && values->is_array())
      for (const Json& value : *values)
        if (value.is_string()) option.values.push_back(harmless(value.get<std::string>()));
    all.push_back(std::move(option));
  }
  return all;
}

std::vector<model::OptionInfo> known_options(const Arguments& arguments) {
  if (!arguments.has("model")) {
    return arguments.has("printer") ? of_printer(arguments) : std::vector<model::OptionInfo>{};
  }
  const auto loaded = model::load_models(model::data_folder());
  if (!loaded) return {};
  const auto found = model::find_model(*loaded, arguments.get("model"));
  return found ? model::option_list(**found) : std::vector<model::OptionInfo>{};
}

std::vector<Candidate> options(const Arguments& arguments, std::string_view begun) {
  std::vector<Candidate> all;
  const std::size_t equals = begun.find('=');
  for (const model::OptionInfo& option : known_options(arguments)) {
    if (equals == std::string_view::npos) {
      all.push_back({option.name + "=", option.label});
    } else if (option.name == begun.substr(0, equals)) {
      for (const std::string& value : option.values)
        all.push_back({option.name + "=" + value, ""});
    }
  }
  return all;
}

} // namespace

Sources own_sources() {
  return {models, listed, options};
}

} // namespace platen::app::completion
