#include "remote/library.h"

#include "base/file.h"
#include "remote/listing.h"
#include "wire/ipp/library_operations.h"

#include <algorithm>

namespace platen::app {

namespace {

Result<std::string> ask_library(Session& session, bool whole) {
  Request request = session.system_request(platen::ipp::get_library_operation);
  if (whole) ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-profile-data", 1);
  TRY(const auto answer, session.ask(request));
  return platen::ipp::library_text(answer);
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const Json& one : value)
    text += (text.empty() ? "" : ", ") + text_of(one);
  return text;
}

void add_lines(const Json& entry, const std::string& before, std::string& text) {
  for (const auto& [name, value] : entry.items()) {
    if (value.is_object())
      add_lines(value, before + name + ".", text);
    else
      text += harmless(before + name + ": " + text_of(value)) + "\n";
  }
}

} // namespace

Result<Json> library_listing(Session& session) {
  TRY(const std::string text, ask_library(session, false));
  Json json = Json::parse(text, nullptr, false);
  for (const char* const list :
       {"papers", "profiles", "recipes", "letterheads", "media", "presets"})
    if (!json.is_object() || !json.contains(list) || !json[list].is_array())
      return fail(Errc::malformed, "the server's list of papers and recipes cannot be read");
  return json;
}

Result<std::string> library_file(Session& session) {
  return ask_library(session, true);
}

Result<void> send_library_file(Session& session, const std::string& text) {
  Spool spool;
  TRY_VOID(spool.write(text));
  TRY(const UniqueFd fd, spool.release_to_file());
  const Request request = session.system_request(platen::ipp::add_to_library_operation);
  TRY_VOID(session.ask(request, fd.get()));
  return {};
}

Result<void> add_to_library(Session& session, const library::Library& library,
                            const std::map<std::string, Buffer>& profiles) {
  TRY(const std::string text,
      library::write_bundle(library, [&](const std::string& sha256) -> Result<Buffer> {
        return profiles.at(sha256);
      }));
  return send_library_file(session, text);
}

Result<void> remove_from_library(Session& session, const std::string& kind, const std::string& name,
                                 const std::string& model) {
  Request request = session.system_request(platen::ipp::remove_from_library_operation);
  request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "platen-kind", kind);
  request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "platen-name", name);
  if (!model.empty()) request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "platen-model", model);
  TRY_VOID(session.ask(request));
  return {};
}

Result<std::string> model_with_media(const Arguments& arguments, const Json& listing,
                                     const std::string& media) {
  if (arguments.has("model")) return arguments.get("model");
  std::vector<std::string> models;
  for (const char* const list : {"media", "papers"})
    for (const Json& entry : listing[list])
      if (entry.value("name", "") == media) models.push_back(entry.value("model", ""));
  if (models.size() == 1) return models.front();
  if (models.empty())
    return fail(Errc::invalid, "no printer model of the server has a paper \"" + media +
                                   "\"; \"platen papers list\" lists them");
  return fail(Errc::invalid,
              "several models have a paper \"" + media + "\": name one with -m MODEL");
}

Result<Json> entry_named(const Arguments& arguments, const Json& list, std::string_view kind,
                         const std::string& name) {
  for (const Json& entry : list)
    if (entry.value("name", "") == name &&
        (!arguments.has("model") || entry.value("model", "") == arguments.get("model")))
      return entry;
  return fail(Errc::not_found, "there is no " + std::string(kind) + " \"" + name + "\"");
}

Result<void> run_sub_command(const Arguments& arguments, std::span<const SubCommand> all) {
  const std::string word = arguments.operands.empty() ? "list" : arguments.operands[0];
  const auto found = std::ranges::find(all, word, &SubCommand::name);
  std::string names;
  for (const SubCommand& one : all)
    names += (names.empty() ? "" : ", ") + std::string(one.name);
  if (found == all.end()) return fail(Errc::invalid, "\"" + word + "\" is none of " + names);
  const std::size_t given = arguments.operands.empty() ? 0 : arguments.operands.size() - 1;
  if (given != found->operands)
    return fail(Errc::invalid, word + " takes " + std::to_string(found->operands) +
                                   " operands, not " + std::to_string(given));
  return found->run(arguments);
}

const std::string& operand(const Arguments& arguments, std::size_t index) {
  return arguments.operands.at(index + 1);
}

std::string settings_text(const Json& options) {
  std::string text;
  for (const auto& [name, value] : options.items())
    if (value.is_string())
      text += (text.empty() ? "" : " ") + name + "=" + value.get<std::string>();
  return text;
}

Result<void> print_entry(const Arguments& arguments, const Json& entry) {
  if (arguments.has("json")) return print_json(entry);
  std::string text;
  add_lines(entry, "", text);
  return print_text(text);
}

} // namespace platen::app
