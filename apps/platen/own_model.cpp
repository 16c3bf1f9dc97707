#include "own_model.h"

#include "base/cancel.h"
#include "base/file.h"
#include "base/limits.h"
#include "job/content_hash.h"
#include "known_models.h"
#include "library/bundle.h"
#include "render/document.h"

#include <algorithm>

namespace platen::app {

namespace {

Result<void> inspect(Bytes profile, const std::string& name, bool without_sandbox) {
  render::Limits limits = render::Limits::standard();
  limits.without_sandbox = without_sandbox;
  const Cancel never;
  if (auto facts = render::inspect_profile(profile, limits, never); !facts)
    return fail_within(name, std::move(facts).error());
  return {};
}

Result<void> add_library(const std::string& path, bool without_sandbox, OwnModel& own) {
  TRY(const Buffer text, read_file(path, limits::library_file_bytes));
  auto bundle = library::read_bundle(as_text(text));
  if (!bundle) return fail_within(path, std::move(bundle).error());
  auto extended = library::extend(own.model, bundle->library);
  if (!extended) return fail_within(path, std::move(extended).error());
  own.model = *std::move(extended);
  for (const model::PaperProfile& profile : own.model.profiles) {
    Buffer& bytes = bundle->profiles.at(profile.id.sha256);
    TRY_VOID(inspect(bytes, path + ": profile \"" + profile.id.name + "\"", without_sandbox));
    own.profiles.emplace(profile.id.sha256, std::make_shared<const Buffer>(bytes));
  }
  for (const model::ProfileName& letterhead : own.model.letterheads)
    own.letterheads.emplace(letterhead.sha256,
                            std::make_shared<const Buffer>(bundle->profiles.at(letterhead.sha256)));
  return {};
}

bool is_known(const model::Model& model, const std::string& name) {
  return std::ranges::any_of(model.profiles, [&](const model::PaperProfile& profile) {
    return profile.id.name == name || profile.id.sha256 == name;
  });
}

// A profile for no paper: it is used where it is named.
Result<void> add_file(const std::string& path, bool without_sandbox, OwnModel& own) {
  TRY(Buffer bytes, read_file(path, limits::icc_profile_bytes));
  TRY_VOID(inspect(bytes, path, without_sandbox));
  const std::string sha256 = job::hex(job::digest_of(bytes));
  own.model.profiles.push_back(
      {.id = {path, sha256}, .media_type = {}, .quality = {}, .intent = {}});
  own.profiles.emplace(sha256, std::make_shared<const Buffer>(std::move(bytes)));
  return {};
}

// A PDF that page-underlay or page-overlay names.
Result<void> add_letterhead(const std::string& path, OwnModel& own) {
  const bool known = std::ranges::find(own.model.letterheads, path, &model::ProfileName::name) !=
                     own.model.letterheads.end();
  if (path.empty() || known) return {};
  TRY(Buffer bytes, read_file(path, library::most_letterhead_bytes));
  const std::string sha256 = job::hex(job::digest_of(bytes));
  own.model.letterheads.push_back({path, sha256});
  own.letterheads.emplace(sha256, std::make_shared<const Buffer>(std::move(bytes)));
  return {};
}

} // namespace

std::shared_ptr<const Buffer> OwnModel::letterhead(const std::string& sha256) const {
  return sha256.empty() ? nullptr : letterheads.at(sha256);
}

std::shared_ptr<const Buffer> OwnModel::profile_of(const model::Ticket& ticket) const {
  if (ticket.managed_by != model::ColorManagement::platen) return nullptr;
  return profiles.at(ticket.profile->sha256);
}

Result<OwnModel> own_model(const Arguments& arguments, const model::Options& options,
                           bool without_sandbox) {
  TRY(const auto models, known_models(arguments));
  TRY(const model::Model* const file, model::find_model(models, arguments.get("model")));
  OwnModel own{*file, {}, {}};
  if (arguments.has("library"))
    TRY_VOID(add_library(arguments.get("library"), without_sandbox, own));
  for (const auto& [name, value] : options)
    if (name == "icc-profile" && own.model.color && !is_known(own.model, value))
      if (auto added = add_file(value, without_sandbox, own); !added)
        return fail_within(name, std::move(added).error());
  for (const auto& [name, value] : options)
    if (name == "page-underlay" || name == "page-overlay")
      if (auto added = add_letterhead(value, own); !added)
        return fail_within(name, std::move(added).error());
  return own;
}

} // namespace platen::app
