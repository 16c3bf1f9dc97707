#include "library/shelf.h"

#include "base/limits.h"
#include "job/content_hash.h"
#include "library/base64.h"
#include "library/removal.h"

#include <algorithm>
#include <set>

namespace platen::library {

namespace {

// The store's setting that names the index, which is kept, as each profile is, under the digest of
// its text: `platen store check` compares both.
constexpr const char* root_setting = "library";

std::string content_setting(const std::string& text) {
  return std::string(job::content_setting_prefix) + job::hex(job::digest_of(as_bytes(text)));
}

// Of a profile or a letterhead, each by its own digest.
std::string profile_setting(const std::string& sha256) {
  return "profile:" + sha256;
}

std::set<std::string> digests(const Library& library) {
  std::set<std::string> all;
  for (const LibraryProfile& entry : library.profiles)
    all.insert(entry.profile.id.sha256);
  for (const LibraryLetterhead& entry : library.letterheads)
    all.insert(entry.id.sha256);
  return all;
}

// What base64 and the rest of the file make of it.
std::uint64_t exported_bytes(const Library& library) {
  std::uint64_t bytes = write_index(library).size();
  for (const LibraryProfile& entry : library.profiles)
    bytes += (entry.bytes + 2) / 3 * 4;
  for (const LibraryLetterhead& entry : library.letterheads)
    bytes += (entry.bytes + 2) / 3 * 4;
  return bytes;
}

std::string words_of(Kind kind) {
  if (kind == Kind::paper) return "on this paper";
  return kind == Kind::profile ? "with this profile" : "with this letterhead";
}

// A change may take as long as workers look into profiles: nobody waits for that with a thread.
Result<std::unique_lock<std::mutex>> begin_change(std::mutex& changing) {
  std::unique_lock lock(changing, std::try_to_lock);
  if (lock.owns_lock()) return lock;
  return fail(Errc::busy, "papers, profiles or recipes are being changed already: try again when "
                          "that is done");
}

} // namespace

Result<std::unique_ptr<Shelf>> Shelf::open(job::Store& store, model::Catalogue files,
                                           ProfileCheck profiles,
                                           const std::function<void(std::string)>& report,
                                           LetterheadCheck letterheads) {
  std::unique_ptr<Shelf> shelf(
      new Shelf(store, std::move(files), std::move(profiles), std::move(letterheads)));
  TRY_VOID(shelf->load(report));
  return shelf;
}

Result<void> Shelf::load(const std::function<void(std::string)>& report) {
  const auto root = store_.setting(root_setting);
  if (!root && root.error().code != Errc::not_found) return Failure(root.error());
  if (!root) {
    publish({}, report);
    return {};
  }
  const auto text = store_.setting(*root);
  if (!text)
    return fail_within("the papers, profiles and recipes are lost from the store (\"platen store "
                       "restore\" brings a backup back, \"platen store repair\" goes on without)",
                       text.error());
  if (content_setting(*text) != *root)
    return fail(Errc::malformed,
                "the papers, profiles and recipes in the store are damaged: \"platen "
                "store restore\" brings a backup back, \"platen store repair\" "
                "goes on without");
  TRY(Library library, read_index(*text));
  root_ = *root;
  publish(std::move(library), report);
  return {};
}

void Shelf::publish(Library library, const std::function<void(std::string)>& report) {
  Models models;
  for (const model::Model& file : files_.now()) {
    auto extended = extend(file, library);
    if (!extended && report)
      report(file.id + " is without its papers and recipes: " + extended.error().message());
    models.push_back(std::make_shared<const model::Model>(extended ? *std::move(extended) : file));
  }
  library_.set(std::move(library));
  models_.set(std::move(models));
  if (changed_) changed_();
}

void Shelf::files_changed(const std::function<void(std::string)>& report) {
  const std::lock_guard lock(changing_);
  publish(*library(), report);
}

std::shared_ptr<const model::Model> Shelf::model(std::string_view id) const {
  const auto all = models();
  const auto found = std::ranges::find_if(*all, [&](const auto& model) { return model->id == id; });
  return found == all->end() ? nullptr : *found;
}

Result<Buffer> Shelf::profile(const std::string& sha256) const {
  return content("profile", sha256);
}

Result<Buffer> Shelf::letterhead(const std::string& sha256) const {
  return content("letterhead", sha256);
}

Result<Buffer> Shelf::content(std::string_view what, const std::string& sha256) const {
  const auto key = store_.setting(profile_setting(sha256));
  const auto text = key ? store_.setting(*key) : key;
  if (!text && text.error().code == Errc::not_found)
    return fail(Errc::not_found,
                "there is no " + std::string(what) + " with the SHA-256 " + sha256);
  if (!text) return Failure(text.error());
  auto bytes = from_base64(*text);
  if (!bytes || job::hex(job::digest_of(*bytes)) != sha256)
    return fail(Errc::malformed, "the " + std::string(what) + " with the SHA-256 " + sha256 +
                                     " is damaged in the store: remove it and add it again");
  return *std::move(bytes);
}

Result<std::string> Shelf::exported() const {
  return write_bundle(*library(), [this](const std::string& sha256) { return profile(sha256); });
}

Result<void> Shelf::check_contents(Bundle& bundle) const {
  for (LibraryProfile& entry : bundle.library.profiles) {
    const auto bytes = bundle.profiles.find(entry.profile.id.sha256);
    if (bytes == bundle.profiles.end()) return fail(Errc::bug, "a profile came without its bytes");
    auto facts = check_profile_(bytes->second);
    if (!facts)
      return fail_within("profile \"" + entry.profile.id.name + "\"", std::move(facts).error());
    entry.facts = *std::move(facts);
  }
  for (LibraryLetterhead& entry : bundle.library.letterheads) {
    const auto bytes = bundle.profiles.find(entry.id.sha256);
    if (bytes == bundle.profiles.end() || !check_letterhead_)
      return fail(Errc::bug, "a letterhead came without its bytes, or cannot be looked into");
    auto pages = check_letterhead_(bytes->second);
    if (!pages)
      return fail_within("letterhead \"" + entry.id.name + "\"", std::move(pages).error());
    entry.pages = *pages;
  }
  return {};
}

Result<void> Shelf::add(Bundle bundle) {
  TRY(const auto lock, begin_change(changing_));
  TRY(Library next, merged(*library(), bundle.library));
  // What is wrong with the names, before a worker is started.
  TRY_VOID(check(files_, next, bundle.library));
  if (exported_bytes(next) > limits::library_file_bytes)
    return fail(Errc::limit,
                "all papers, profiles, recipes and letterheads together are larger "
                "than the " +
                    std::to_string(limits::library_file_bytes >> 20) +
                    " MB that one file of them may have: remove profiles first, or letterheads");
  TRY_VOID(check_contents(bundle));
  TRY(next, merged(*library(), bundle.library)); // now with the facts
  return commit(std::move(next), bundle.profiles);
}

// Queues whose defaults name it: without it they would print in another way and say nothing.
Result<void> Shelf::check_no_default(const Removal& what) const {
  const auto printers = store_.printers();
  for (const job::Printer& printer : *printers)
    if ((what.model.empty() || printer.model == what.model) && is_named(what, printer.defaults))
      return fail(Errc::conflict, "the printer " + printer.name +
                                      " prints with it: delete that printer, or give it another "
                                      "default (platen modify)");
  return {};
}

// A job that waits keeps the paper and the profile that it was submitted with; of a recipe it has
// the settings.
Result<void> Shelf::check_no_job(const Removal& what) const {
  if (what.kind == Kind::recipe) return {};
  std::set<job::PrinterId> of_model;
  const auto printers = store_.printers();
  for (const job::Printer& printer : *printers)
    if (what.model.empty() || printer.model == what.model) of_model.insert(printer.id);
  job::JobQuery unfinished;
  unfinished.which = job::JobQuery::Which::not_finished;
  job::JobId user = 0;
  TRY_VOID(store_.each_job(unfinished, [&](const job::Job& job) {
    if (of_model.contains(job.printer) && is_named(what, job.options)) user = job.id;
    return user == 0;
  }));
  if (user == 0) return {};
  return fail(Errc::conflict, "job " + std::to_string(user) + " is to be printed " +
                                  words_of(what.kind) + ": let it end, or cancel it");
}

Result<void> Shelf::remove(Kind kind, const std::string& model, const std::string& name) {
  TRY(const auto lock, begin_change(changing_));
  const auto present = library();
  TRY(Library rest, without(files_, *present, kind, model, name));
  const Removal what = removal_of(*present, kind, model, name);
  TRY_VOID(check_no_default(what));
  TRY_VOID(check_no_job(what));
  return commit(std::move(rest), {});
}

Result<void> Shelf::commit(Library next, const std::map<std::string, Buffer>& profiles) {
  const std::string index = write_index(next);
  const std::string root = content_setting(index);
  const std::set<std::string> wanted = digests(next), present = digests(*library());
  std::vector<job::Setting> changes;
  for (const std::string& sha256 : wanted) {
    if (present.contains(sha256)) continue;
    std::string text = to_base64(profiles.at(sha256));
    const std::string key = content_setting(text);
    changes.push_back({key, std::move(text)});
    changes.push_back({profile_setting(sha256), key});
  }
  for (const std::string& sha256 : present) {
    if (wanted.contains(sha256)) continue;
    if (auto key = store_.setting(profile_setting(sha256)))
      changes.push_back({*std::move(key), std::nullopt});
    changes.push_back({profile_setting(sha256), std::nullopt});
  }
  if (!root_.empty() && root_ != root) changes.push_back({root_, std::nullopt});
  changes.push_back({root, index});
  changes.push_back({root_setting, root});
  TRY_VOID(job::wait<void>(
      [&](auto done) { store_.set_settings(std::move(changes), std::move(done)); }));
  root_ = root;
  publish(std::move(next), {});
  return {};
}

} // namespace platen::library
