#include "intake/api/library_routes.h"

#include "base/limits.h"
#include "intake/api/body.h"
#include "library/base64.h"
#include "library/library.h"
#include "wire/ipp/library_operations.h"

#include <array>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

// ---- reading

Result<std::string> ask_library(const LibraryServices& services, const Call& call, bool whole) {
  Message request = services.desk.to_system(call, get_library_operation);
  if (whole) ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-profile-data", 1);
  TRY(const Message answer, services.desk.ask(call, request));
  return library_text(answer);
}

Result<http::Response> show_library(const LibraryServices& services, const Call& call) {
  TRY(std::string text, ask_library(services, call, false));
  return json_response(200, std::move(text));
}

Result<http::Response> get_file(const LibraryServices& services, const Call& call) {
  TRY(std::string text, ask_library(services, call, true));
  auto response = json_response(200, std::move(text));
  response.fields.emplace_back("Content-Disposition",
                               "attachment; filename=\"platen-library.json\"");
  return response;
}

// ---- changing

Result<http::Response> add_file(const LibraryServices& services, const Call& call, UniqueFd file) {
  const Message request = services.desk.to_system(call, add_to_library_operation);
  TRY_VOID(services.desk.ask(call, request, std::move(file)));
  return done_response();
}

// One entry, as the file in which all travel has it.
Result<http::Response> add_entry(const LibraryServices& services, const Call& call,
                                 const char* list, Json entry) {
  Json bundle{{"platen-library", 1}};
  bundle[list] = Json::array({std::move(entry)});
  Spool spool;
  TRY_VOID(spool.write(dumped(bundle)));
  TRY(UniqueFd file, spool.release_to_file());
  return add_file(services, call, std::move(file));
}

Result<http::Response> remove_entry(const LibraryServices& services, const Call& call,
                                    const char* kind) {
  Message request = services.desk.to_system(call, remove_from_library_operation);
  const auto add = [&](ipp_tag_t tag, const char* name, const std::string& value) {
    ippAddString(request.get(), IPP_TAG_OPERATION, tag, name, nullptr, value.c_str());
  };
  add(IPP_TAG_KEYWORD, "platen-kind", kind);
  add(IPP_TAG_NAME, "platen-name", call.names[0]);
  if (const std::string model = call.text("model"); !model.empty())
    add(IPP_TAG_NAME, "platen-model", model);
  TRY_VOID(services.desk.ask(call, request));
  return done_response();
}

Result<http::Response> put_recipe(const LibraryServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const std::string model, body.needed_text("model"));
  TRY(const model::Options options, body.options("options"));
  TRY_VOID(body.end());
  if (options.empty()) return fail(Errc::invalid, "a recipe has at least one setting");
  Json settings = Json::object();
  for (const auto& [name, value] : options)
    settings[name] = value;
  return add_entry(services, call, "recipes",
                   {{"model", model}, {"name", call.names[0]}, {"options", std::move(settings)}});
}

// What else a paper has is said by who reads the file.
Result<http::Response> put_paper(const LibraryServices& services, const Call& call) {
  TRY_VOID(Body::of(call));
  Json entry = Json::parse(call.body.empty() ? "{}" : call.body, nullptr, false);
  entry.erase("own"); // as "platen papers --json" has it
  entry["name"] = call.names[0];
  return add_entry(services, call, "papers", std::move(entry));
}

// The bytes of a body, as the file has them.
std::string data_of(const Call& call) {
  return library::to_base64(as_bytes(call.body));
}

Result<http::Response> put_profile(const LibraryServices& services, const Call& call) {
  Json entry{{"model", call.text("model")}, {"name", call.names[0]}, {"paper", call.text("paper")}};
  for (const char* const needed : {"model", "paper"})
    if (entry[needed] == "")
      return fail(Errc::invalid, "for which " + std::string(needed) + " it is, is not said");
  for (const char* const more : {"quality", "intent"})
    if (const std::string value = call.text(more); !value.empty()) entry[more] = value;
  entry["origin"] = call.text("origin");
  entry["data"] = data_of(call);
  return add_entry(services, call, "profiles", std::move(entry));
}

Result<http::Response> put_letterhead(const LibraryServices& services, const Call& call) {
  return add_entry(
      services, call, "letterheads",
      {{"name", call.names[0]}, {"origin", call.text("origin")}, {"data", data_of(call)}});
}

Result<http::Response> put_file(const LibraryServices& services, const Call& call) {
  return add_file(services, call, std::move(*call.file));
}

} // namespace

Routes library_routes(const LibraryServices* services) {
  using enum Pace;
  using auth::Role;
  using auth::Scope;
  const auto change = [services](const char* method, const char* path, auto operation,
                                 std::size_t most = std::size_t{256} << 10) {
    return Route{
        method, path, Role::printer_operator, Scope::operate, slow, with(services, operation),
        most};
  };
  const auto removal = [services](const char* path, const char* kind) {
    return Route{
        "DELETE",
        path,
        Role::printer_operator,
        Scope::operate,
        slow,
        [services, kind](const Call& call) { return remove_entry(*services, call, kind); }};
  };
  Route file = change("PUT", "library/file", put_file, limits::library_file_bytes);
  file.takes_file = true;
  return {
      {"GET", "library", Role::user, Scope::read, quick, with(services, show_library)},
      {"GET", "library/file", Role::printer_operator, Scope::operate, slow,
       with(services, get_file)},
      std::move(file),
      change("PUT", "recipes/*", put_recipe),
      removal("recipes/*", "recipe"),
      change("PUT", "papers/*", put_paper),
      removal("papers/*", "paper"),
      change("PUT", "profiles/*", put_profile, limits::icc_profile_bytes),
      removal("profiles/*", "profile"),
      change("PUT", "letterheads/*", put_letterhead, library::most_letterhead_bytes),
      removal("letterheads/*", "letterhead"),
  };
}

} // namespace platen::intake::api
