#include "monitor/target/target.h"

#include "json/fields.h"
#include "scan/deliver/address.h"
#include "scan/deliver/message.h"

#include <algorithm>
#include <ctime>

#include <nlohmann/json.hpp>

namespace platen::monitor {

namespace {

using Json = nlohmann::json;

constexpr std::string_view owner_word = "owner";

constexpr std::size_t most_entries = 200, longest_name = 127, longest_text = 2'000;

Failure wrong(const std::string& key, const std::string& why) {
  return fail(Errc::invalid, "\"" + key + "\" " + why);
}

Result<std::string> text_in(const Json& json, const std::string& key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::string();
  if (!found->is_string()) return wrong(key, "shall be a text");
  auto text = found->get<std::string>();
  if (text.size() > longest_text || scan::has_control(text))
    return wrong(key, "is too long, or has control characters");
  return text;
}

Result<std::vector<std::string>> list_in(const Json& json, const std::string& key) {
  std::vector<std::string> list;
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return list;
  if (!found->is_array() || found->size() > most_entries)
    return wrong(key, "shall be a list of at most " + std::to_string(most_entries) + " texts");
  for (const Json& one : *found) {
    if (!one.is_string() || one.get_ref<const std::string&>().size() > longest_text)
      return wrong(key, "shall be a list of texts");
    list.push_back(one.get<std::string>());
  }
  return list;
}

std::optional<int> minutes(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + text[1] - '0';
  const int minute = (text[3] - '0') * 10 + text[4] - '0';
  return hour < 24 && minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

std::string clock_text(int minute) {
  const auto two = [](int value) {
    return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
  };
  return two(minute / 60) + ":" + two(minute % 60);
}

Result<std::optional<Quiet>> quiet_in(const Json& json) {
  const auto found = json.find("quiet");
  if (found == json.end() || found->is_null()) return std::optional<Quiet>();
  if (!found->is_object()) return wrong("quiet", R"(is like {"from": "22:00", "to": "07:00"})");
  TRY(const std::string from, text_in(*found, "from"));
  TRY(const std::string to, text_in(*found, "to"));
  const auto begin = minutes(from), end = minutes(to);
  if (!begin || !end) return wrong("quiet", "has times of the day like 22:00 and 07:00");
  if (begin == end) return wrong("quiet", "ends when it begins: leave it out for none");
  return std::optional(Quiet{*begin, *end});
}

Result<void> check_keys(const Json& json) {
  constexpr std::array<std::string_view, 11> known{"kind",     "address", "user",  "login",
                                                   "from",     "trust",   "to",    "events",
                                                   "printers", "quiet",   "secret"};
  for (const auto& [key, value] : json.items())
    if (std::ranges::find(known, key) == known.end())
      return wrong(scan::clean_words(key, 60), "is no key of a notification target");
  return {};
}

std::string time_text(Time time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts)};
}

Json json_value(const Notice& notice) {
  return {{"id", notice.id},
          {"time", notice.time},
          {"kind", notice.kind},
          {"printer", notice.printer},
          {"job", notice.job == 0 ? Json() : Json(notice.job)},
          {"text", notice.text},
          {"severity", notice.severity}};
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

bool is_quiet(const Quiet& quiet, int minute) {
  if (quiet.from < quiet.to) return minute >= quiet.from && minute < quiet.to;
  return minute >= quiet.from || minute < quiet.to;
}

int minute_of_day(Time time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts.tm_hour * 60 + parts.tm_min;
}

bool Target::wants(const Notice& notice) const {
  const auto among = [](const std::vector<std::string>& list, const std::string& one) {
    return list.empty() || std::ranges::find(list, one) != list.end();
  };
  if (tells_owners() && to.size() == 1 && notice.owner.empty()) return false; // of no job
  return among(events, notice.kind) && among(printers, notice.printer);
}

bool Target::tells_owners() const {
  return kind == Kind::mail && std::ranges::find(to, owner_word) != to.end();
}

std::string_view to_string(Target::Kind kind) {
  return kind == Target::Kind::mail ? "mail" : "webhook";
}

Result<Target> target_from_json(const std::string& name, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return fail(Errc::invalid, "a notification target is a JSON object");
  TRY_VOID(check_keys(json));
  Target target;
  target.name = name;
  if (name.empty() || name.size() > longest_name || scan::has_control(name))
    return fail(Errc::invalid, "a target's name has 1 to 127 bytes and no control characters");
  TRY(const std::string kind, text_in(json, "kind"));
  if (kind != "mail" && kind != "webhook") return wrong("kind", "shall be mail or webhook");
  target.kind = kind == "mail" ? Target::Kind::mail : Target::Kind::webhook;
  TRY(target.address, text_in(json, "address"));
  TRY(target.user, text_in(json, "user"));
  TRY(target.login, text_in(json, "login"));
  TRY(target.from, text_in(json, "from"));
  TRY(target.trust, text_in(json, "trust"));
  TRY(target.to, list_in(json, "to"));
  TRY(target.events, list_in(json, "events"));
  for (const std::string& event : target.events)
    if (std::ranges::find(notice_kinds, event) == notice_kinds.end())
      return wrong("events",
                   "has \"" + scan::clean_words(event, 60) + "\", which is no kind of notice");
  TRY(target.printers, list_in(json, "printers"));
  TRY(target.quiet, quiet_in(json));
  scan::Destination trial = destination_of(target, {"id", name, "subject", "text", "{}"}, {});
  if (target.tells_owners() && trial.to.empty()) trial.to = {target.from}; // known with the job
  if (auto fits = scan::check(trial); !fits) return fail(Errc::invalid, fits.error().what);
  return target;
}

std::string to_json(const Target& target) {
  Json json{{"kind", to_string(target.kind)},
            {"address", target.address},
            {"events", target.events},
            {"printers", target.printers},
            {"quiet", nullptr}};
  if (target.quiet)
    json["quiet"] = {{"from", clock_text(target.quiet->from)},
                     {"to", clock_text(target.quiet->to)}};
  if (target.kind == Target::Kind::mail) {
    json["user"] = target.user;
    json["login"] = target.login;
    json["from"] = target.from;
    json["to"] = target.to;
  }
  json["trust"] = target.trust;
  return dumped(json);
}

scan::Destination destination_of(const Target& target, const Message& message,
                                 const std::vector<std::string>& hosts) {
  scan::Destination to;
  to.name = target.name;
  to.address = target.address;
  to.user = target.user;
  to.login = target.login;
  to.to = target.to;
  std::erase(to.to, owner_word);
  to.from = target.from;
  to.trust = target.trust;
  to.message = true;
  if (target.kind == Target::Kind::mail) {
    to.kind = scan::DestinationKind::mail;
    to.subject = message.subject;
    to.text = message.text;
    return to;
  }
  to.kind = scan::DestinationKind::webhook;
  to.text = message.json;
  if (const auto address = scan::parse_address(target.address))
    to.inner = std::ranges::find(hosts, address->host) != hosts.end();
  return to;
}

Message message_of(const std::string& id, const Target& target,
                   const std::vector<Notice>& notices) {
  constexpr std::size_t most_lines = 200;
  Message message{id, target.name, {}, {}, {}};
  const std::string first = notices.empty() ? "test" : scan::clean_words(notices.front().text, 120);
  message.subject =
      "platen: " + (notices.size() < 2
                        ? first
                        : first + " (and " + std::to_string(notices.size() - 1) + " more)");
  Json list = Json::array();
  for (const Notice& notice : notices) {
    if (list.size() < most_lines)
      message.text += time_text(notice.time) + "  " + scan::clean_words(notice.text, 500) + "\n";
    list.push_back(json_value(notice));
  }
  if (notices.size() > most_lines) message.text += "... the rest is in the app\n";
  if (notices.empty()) message.text = "This is a test: platen can reach you here.\n";
  Json body{{"id", id}, {"test", notices.empty()}, {"notices", std::move(list)}};
  if (target.tells_owners() && !notices.empty()) body["owner"] = notices.front().owner;
  message.json = dumped(body);
  return message;
}

std::string owner_of(const Message& message) {
  const Json body = Json::parse(message.json, nullptr, false);
  return json::text_in(body, "owner");
}

std::string json_of(const Notice& notice) {
  return dumped(json_value(notice));
}

} // namespace platen::monitor
