#include "base/limits.h"
#include "intake/api/body.h"
#include "intake/api/preview_routes.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

constexpr std::size_t longest_title = 255; // bytes, as IPP has it

Failure wrong(const std::string& what) {
  return fail(Errc::malformed, what);
}

// As people write the value behind "-o NAME=": lists with commas.
Result<std::string> option_text(const std::string& name, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "on" : "off");
  if (value.is_number()) return value.dump();
  const bool texts = value.is_array() && std::ranges::all_of(value, [](const Json& one) {
                       return one.is_string() || one.is_number();
                     });
  if (!texts && (value.is_array() || value.is_object())) return value.dump(); // overrides
  if (!texts)
    return wrong("the option \"" + name.substr(0, 80) + "\" has no value of a known kind");
  std::string all;
  for (const Json& one : value)
    all += (all.empty() ? "" : ",") + (one.is_string() ? one.get<std::string>() : one.dump());
  return all;
}

Result<std::string> text_of(const Json& json, const char* name) {
  if (!json.contains(name)) return std::string{};
  if (!json[name].is_string()) return wrong(std::string("\"") + name + "\" shall be a text");
  return json[name].get<std::string>();
}

} // namespace

Result<PreviewQuestion> read_preview_question(const std::string& body) {
  if (is_too_deep(body)) return wrong("the JSON is nested too deeply");
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return wrong("this is no JSON object");
  PreviewQuestion question;
  TRY(question.printer, text_of(json, "printer"));
  TRY(question.title, text_of(json, "title"));
  TRY(question.instead_of, text_of(json, "instead-of"));
  if (question.title.size() > longest_title) question.title.resize(longest_title);
  const Json documents = json.value("documents", Json::array());
  if (!documents.is_array() || documents.empty() || documents.size() > limits::job_documents)
    return wrong("\"documents\" shall be a list of 1 to " + std::to_string(limits::job_documents) +
                 " documents, by their ids");
  for (const Json& document : documents) {
    if (!document.is_string()) return wrong("\"documents\" shall be a list of ids");
    question.documents.push_back(document.get<std::string>());
  }
  const Json options = json.value("options", Json::object());
  if (!options.is_object()) return wrong("\"options\" shall be an object");
  for (const auto& [name, value] : options.items()) {
    if (value.is_null()) continue;
    TRY(std::string text, option_text(name, value));
    question.options.emplace_back(name, std::move(text));
  }
  return question;
}

} // namespace platen::intake::api
