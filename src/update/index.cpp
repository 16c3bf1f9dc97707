#include "update/index.h"

#include "base/utf8.h"
#include "update/update_limits.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace platen::update {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t format = 1;
constexpr std::size_t most_depth = 8;

Failure wrong(const std::string& what) {
  return fail(Errc::malformed, "index.json: " + what);
}

bool is_too_deep(std::string_view json) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text && c == '\\')
      ++i;
    else if (c == '"')
      in_text = !in_text;
    else if (!in_text && (c == '[' || c == '{') && ++depth > most_depth)
      return true;
    else if (!in_text && (c == ']' || c == '}') && depth > 0)
      --depth;
  }
  return false;
}

// One line for people: no control characters, which a terminal would obey.
Result<std::string> text(const Json& of, const char* name, std::size_t most = limits::text_bytes) {
  const auto found = of.find(name);
  if (found == of.end() || !found->is_string())
    return wrong("\"" + std::string(name) + "\" is no text");
  auto value = found->get<std::string>();
  if (value.size() > most)
    return fail(Errc::limit, "index.json: \"" + std::string(name) + "\" is too long");
  for (std::string_view rest = value; !rest.empty();) {
    const std::size_t length = utf8_character(rest);
    if (length == 0 || is_utf8_control(rest.substr(0, length)))
      return wrong("\"" + std::string(name) + "\" has characters that no line of text has");
    rest.remove_prefix(length);
  }
  return value;
}

Result<std::string> text_or_none(const Json& of, const char* name) {
  return of.contains(name) ? text(of, name) : std::string();
}

Result<std::int64_t> number(const Json& of, const char* name, std::int64_t most) {
  const auto found = of.find(name);
  const bool whole = found != of.end() && found->is_number_integer();
  const bool fit = whole && (!found->is_number_unsigned() ||
                             found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most));
  if (!fit || found->get<std::int64_t>() < 1 || found->get<std::int64_t>() > most)
    return wrong("\"" + std::string(name) + "\" is no number from 1 to " + std::to_string(most));
  return found->get<std::int64_t>();
}

Result<Time> moment(const Json& of, const char* name) {
  TRY(const std::string said, text(of, name));
  if (const auto time = parse_moment(said)) return *time;
  return wrong("\"" + std::string(name) + "\" is no moment such as 2026-11-29T12:00:00Z");
}

Result<std::vector<std::string>> lines(const Json& of, const char* name) {
  std::vector<std::string> all;
  const auto found = of.find(name);
  if (found == of.end()) return all;
  if (!found->is_array()) return wrong("\"" + std::string(name) + "\" is no list");
  if (found->size() > limits::lines)
    return fail(Errc::limit, "index.json: \"" + std::string(name) + "\" has too many lines");
  for (const Json& one : *found) {
    TRY(std::string line, text(Json{{name, one}}, name));
    all.push_back(std::move(line));
  }
  return all;
}

// Below the index, and nowhere else.
bool is_file_name(std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-._/";
  if (name.empty() || name.size() > 200 || name.find_first_not_of(letters) != name.npos)
    return false;
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    if (part.empty() || part.front() == '.') return false;
    name.remove_prefix(std::min(name.size(), part.size() + 1));
  }
  return true;
}

Result<OfferedModel> read_model(const Json& of) {
  if (!of.is_object()) return wrong("an entry of \"models\" is no object");
  OfferedModel model;
  TRY(model.id, text(of, "id", 127));
  if (!is_model_id(model.id)) return wrong("\"" + model.id + "\" is no id of a model");
  TRY(model.version, number(of, "version", 999'999'999));
  TRY(model.file, text(of, "file"));
  if (model.file.ends_with('/') || !is_file_name(model.file))
    return wrong("the file of " + model.id + ", \"" + model.file +
                 "\", is no name of a file beside the index");
  TRY(const std::int64_t bytes,
      number(of, "bytes", static_cast<std::int64_t>(limits::model_bytes)));
  model.bytes = static_cast<std::uint64_t>(bytes);
  TRY(model.sha256, text(of, "sha256", 64));
  if (model.sha256.size() != 64 ||
      model.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
    return wrong("the \"sha256\" of " + model.id + " is none");
  TRY(model.title, text_or_none(of, "title"));
  TRY(model.changes, lines(of, "changes"));
  TRY(model.needs, text_or_none(of, "needs"));
  return model;
}

Result<std::vector<OfferedModel>> read_models(const Json& root) {
  const auto found = root.find("models");
  if (found == root.end() || !found->is_array()) return wrong("\"models\" is no list");
  if (found->size() > limits::models) return fail(Errc::limit, "index.json: more than 2000 models");
  std::vector<OfferedModel> all;
  std::set<std::string, std::less<>> ids;
  for (const Json& one : *found) {
    TRY(OfferedModel model, read_model(one));
    if (!ids.insert(model.id).second) return wrong(model.id + " is there twice");
    all.push_back(std::move(model));
  }
  std::ranges::sort(all, {}, &OfferedModel::id);
  return all;
}

Result<std::vector<PublicKey>> read_keys(const Json& root) {
  std::vector<PublicKey> keys;
  TRY(const auto texts, lines(root, "keys"));
  if (texts.size() > limits::keys) return fail(Errc::limit, "index.json: more than 16 keys");
  for (const std::string& one : texts) {
    const auto key = parse_key(one);
    if (!key) return wrong(key.error().what);
    keys.push_back(*key);
  }
  return keys;
}

Result<std::optional<OfferedProgram>> read_program(const Json& root) {
  std::optional<OfferedProgram> program;
  const auto found = root.find("program");
  if (found == root.end()) return program;
  if (!found->is_object()) return wrong("\"program\" is no object");
  program.emplace();
  TRY(program->version, text(*found, "version", 64));
  TRY(program->date, text_or_none(*found, "date"));
  TRY(program->changes, lines(*found, "changes"));
  return program;
}

Json to_json(const OfferedModel& model) {
  Json json{{"id", model.id},          {"version", model.version}, {"file", model.file},
            {"bytes", model.bytes},    {"sha256", model.sha256},   {"title", model.title},
            {"changes", model.changes}};
  if (!model.needs.empty()) json["needs"] = model.needs;
  return json;
}

} // namespace

bool is_model_id(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
  return !text.empty() && text.size() <= 127 && text.find_first_not_of(letters) == text.npos &&
         text.front() != '.' && text.front() != '-';
}

Result<Index> parse_index(std::string_view text_of_index) {
  if (text_of_index.size() > limits::index_bytes)
    return fail(Errc::limit, "index.json is larger than 1 MB");
  if (is_too_deep(text_of_index)) return wrong("it is nested too deeply");
  const Json root = Json::parse(text_of_index, nullptr, false);
  if (!root.is_object()) return wrong("it is no JSON object: it is damaged or cut off");
  TRY(const std::int64_t said, number(root, "format", 1'000'000));
  if (said != format)
    return fail(Errc::unsupported, "index.json has the format " + std::to_string(said) +
                                       ", and this program reads " + std::to_string(format) +
                                       ": a newer platen is needed");
  Index index;
  TRY(index.repository, text(root, "repository", 127));
  if (index.repository.empty()) return wrong("\"repository\" is empty");
  TRY(const std::int64_t serial, number(root, "serial", std::int64_t{1} << 53));
  index.serial = static_cast<std::uint64_t>(serial);
  TRY(index.issued, moment(root, "issued"));
  TRY(index.expires, moment(root, "expires"));
  TRY(index.keys, read_keys(root));
  TRY(index.program, read_program(root));
  TRY(index.models, read_models(root));
  return index;
}

std::string write_index(const Index& index) {
  Json root{{"format", format},
            {"repository", index.repository},
            {"serial", index.serial},
            {"issued", to_text(index.issued)},
            {"expires", to_text(index.expires)},
            {"models", Json::array()}};
  for (const PublicKey& key : index.keys)
    root["keys"].push_back(to_text(key));
  if (index.program)
    root["program"] = {{"version", index.program->version},
                       {"date", index.program->date},
                       {"changes", index.program->changes}};
  for (const OfferedModel& model : index.models)
    root["models"].push_back(to_json(model));
  return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

const OfferedModel* find_offer(const Index& index, std::string_view id) {
  const auto found = std::ranges::find(index.models, id, &OfferedModel::id);
  return found == index.models.end() ? nullptr : &*found;
}

} // namespace platen::update
