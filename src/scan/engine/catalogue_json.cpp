#include "scan/engine/catalogue.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace platen::scan {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 6> kind_words{"folder", "mail",   "smb",
                                                     "sftp",   "webdav", "http"};

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Takes known members of one object; what is left over is wrong.
class Members {
public:
  static Result<Members> of(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return fail(Errc::malformed, "this is no JSON object");
    return Members(std::move(json));
  }

  Result<void> take(const char* name, std::string& into) {
    return take_if(
        name, into, [](const Json& json) { return json.is_string(); }, "a text");
  }
  Result<void> take(const char* name, std::uint64_t& into) {
    return take_if(
        name, into, [](const Json& json) { return json.is_number_unsigned(); }, "a whole number");
  }
  Result<void> take(const char* name, std::vector<std::string>& into) {
    const auto is_list = [](const Json& json) {
      return json.is_array() &&
             std::ranges::all_of(json, [](const Json& one) { return one.is_string(); });
    };
    return take_if(name, into, is_list, "a list of texts");
  }
  Result<void> take(const char* name, bool& into) {
    return take_if(
        name, into, [](const Json& json) { return json.is_boolean(); }, "true or false");
  }
  // A list of texts, or the only one by itself.
  Result<void> take_one_or_more(const char* name, std::vector<std::string>& into) {
    const auto found = json_.find(name);
    if (found != json_.end() && found->is_string()) *found = Json::array({*found});
    return take(name, into);
  }
  // An object of texts: {"input-source": "adf"}.
  Result<void> take(const char* name, Options& into) {
    const auto found = json_.find(name);
    if (found == json_.end()) return {};
    if (!found->is_object()) return wrong(name, "an object of texts");
    for (const auto& [key, value] : found->items()) {
      if (!value.is_string()) return wrong(name, "an object of texts");
      into.emplace_back(key, value.get<std::string>());
    }
    json_.erase(found);
    return {};
  }
  Result<void> none_left() const {
    if (json_.empty()) return {};
    return fail(Errc::malformed, "there is no member \"" + json_.begin().key() + "\"");
  }

private:
  explicit Members(Json json) : json_(std::move(json)) {}

  template<class Value, class Test>
  Result<void> take_if(const char* name, Value& into, const Test& is_right, const char* shall_be) {
    const auto found = json_.find(name);
    if (found == json_.end()) return {};
    if (!is_right(*found)) return wrong(name, shall_be);
    into = found->template get<Value>();
    json_.erase(found);
    return {};
  }
  static Failure wrong(const char* name, const char* shall_be) {
    return fail(Errc::malformed, "\"" + std::string(name) + "\" shall be " + shall_be);
  }

  Json json_;
};

} // namespace

std::string to_json(const ScannerEntry& scanner) {
  return dumped({{"name", scanner.name},
                 {"uuid", scanner.uuid},
                 {"uri", scanner.uri},
                 {"model", scanner.model},
                 {"info", scanner.info},
                 {"location", scanner.location}});
}

Result<ScannerEntry> scanner_from_json(std::string_view json) {
  ScannerEntry scanner;
  TRY(Members members, Members::of(json));
  TRY_VOID(members.take("name", scanner.name));
  TRY_VOID(members.take("uuid", scanner.uuid));
  TRY_VOID(members.take("uri", scanner.uri));
  TRY_VOID(members.take("model", scanner.model));
  TRY_VOID(members.take("info", scanner.info));
  TRY_VOID(members.take("location", scanner.location));
  TRY_VOID(members.none_left());
  return scanner;
}

std::string to_json(const Destination& destination) {
  return dumped({{"name", destination.name},
                 {"kind", kind_words[static_cast<std::size_t>(destination.kind)]},
                 {"address", destination.address},
                 {"user", destination.user},
                 {"login", destination.login},
                 {"to", destination.to},
                 {"open-recipients", destination.open_recipients},
                 {"from", destination.from},
                 {"subject", destination.subject},
                 {"text", destination.text},
                 {"most-bytes", destination.most_bytes},
                 {"trust", destination.trust},
                 {"host-key", destination.host_key}});
}

Result<Destination> destination_from_json(std::string_view json) {
  Destination destination;
  std::string kind{"folder"};
  TRY(Members members, Members::of(json));
  TRY_VOID(members.take("name", destination.name));
  TRY_VOID(members.take("kind", kind));
  TRY_VOID(members.take("address", destination.address));
  TRY_VOID(members.take("user", destination.user));
  TRY_VOID(members.take("login", destination.login));
  TRY_VOID(members.take_one_or_more("to", destination.to));
  TRY_VOID(members.take("open-recipients", destination.open_recipients));
  TRY_VOID(members.take("from", destination.from));
  TRY_VOID(members.take("subject", destination.subject));
  TRY_VOID(members.take("text", destination.text));
  TRY_VOID(members.take("most-bytes", destination.most_bytes));
  TRY_VOID(members.take("trust", destination.trust));
  TRY_VOID(members.take("host-key", destination.host_key));
  TRY_VOID(members.none_left());
  const auto known = std::ranges::find(kind_words, kind);
  if (known == kind_words.end())
    return fail(Errc::malformed, "\"kind\" shall be folder, mail, smb, sftp, webdav or http");
  destination.kind = static_cast<DestinationKind>(known - kind_words.begin());
  return destination;
}

std::string to_json(const Contact& contact) {
  return dumped({{"name", contact.name}, {"mail", contact.mail}});
}

Result<Contact> contact_from_json(std::string_view json) {
  Contact contact;
  TRY(Members members, Members::of(json));
  TRY_VOID(members.take("name", contact.name));
  TRY_VOID(members.take_one_or_more("mail", contact.mail));
  TRY_VOID(members.none_left());
  return contact;
}

std::string to_json(const Recipe& recipe) {
  Json options = Json::object();
  for (const auto& [name, value] : recipe.options)
    options[name] = value;
  return dumped({{"name", recipe.name},
                 {"options", options},
                 {"scanner", recipe.scanner},
                 {"button", recipe.button}});
}

Result<Recipe> recipe_from_json(std::string_view json) {
  Recipe recipe;
  TRY(Members members, Members::of(json));
  TRY_VOID(members.take("name", recipe.name));
  TRY_VOID(members.take("options", recipe.options));
  TRY_VOID(members.take("scanner", recipe.scanner));
  TRY_VOID(members.take("button", recipe.button));
  TRY_VOID(members.none_left());
  return recipe;
}

} // namespace platen::scan
