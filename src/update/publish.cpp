#include "update/publish.h"

#include "base/file.h"
#include "model/whole_file.h"
#include "update/signatures.h"
#include "update/update_limits.h"

#include <algorithm>

namespace platen::update {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t day_seconds = 86'400;

Result<std::optional<Index>> former_index(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / index_name, ignored)) return std::optional<Index>();
  TRY(const Buffer bytes, read_file(folder / index_name, limits::index_bytes));
  TRY(Index index, parse_index(as_text(bytes)));
  return std::optional<Index>(std::move(index));
}

Result<std::vector<fs::path>> model_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "models", error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (error || files.empty())
    return fail(Errc::not_found,
                "there is no model file (*.toml) in " + (folder / "models").string());
  std::sort(files.begin(), files.end());
  return files;
}

Result<OfferedModel> offer_of(const fs::path& file) {
  TRY(const Buffer bytes, read_file(file, limits::model_bytes));
  TRY(const model::Model model, model::parse_whole_model(as_text(bytes), file));
  TRY(const model::FileFacts facts, model::file_facts(as_text(bytes), file));
  return OfferedModel{.id = model.id,
                      .version = facts.version,
                      .file = "models/" + file.filename().string(),
                      .bytes = bytes.size(),
                      .sha256 = sha256_of(bytes),
                      .title = model.title,
                      .changes = facts.changes,
                      .needs = facts.needs_program};
}

Result<void> check_versions(const Index& former, const OfferedModel& offer) {
  const OfferedModel* const before = find_offer(former, offer.id);
  if (before == nullptr || (before->version == offer.version && before->sha256 == offer.sha256) ||
      before->version < offer.version)
    return {};
  return fail(Errc::conflict,
              offer.file + ": version " + std::to_string(before->version) + " of " + offer.id +
                  " was published before, and this is another file: give it the \"version\" " +
                  std::to_string(before->version + 1));
}

// Of several files of one model the highest version counts.
void add(std::vector<OfferedModel>& all, OfferedModel offer) {
  const auto known = std::ranges::find(all, offer.id, &OfferedModel::id);
  if (known == all.end())
    all.push_back(std::move(offer));
  else if (known->version < offer.version)
    *known = std::move(offer);
}

Result<std::vector<OfferedModel>> offers_of(const fs::path& folder,
                                            const std::optional<Index>& former) {
  TRY(const auto files, model_files(folder));
  std::vector<OfferedModel> all;
  for (const fs::path& file : files) {
    TRY(OfferedModel offer, offer_of(file));
    add(all, std::move(offer));
  }
  for (const OfferedModel& offer : all)
    if (former) TRY_VOID(check_versions(*former, offer));
  return all;
}

} // namespace

Result<Index> publish(const Publication& what, std::span<const SecretKey> keys, Time now) {
  TRY(const auto former, former_index(what.folder));
  Index index;
  index.repository = !what.repository.empty() || !former ? what.repository : former->repository;
  if (index.repository.empty())
    return fail(Errc::invalid, "the first index of a repository needs its name: --repository NAME");
  index.serial = former && former->repository == index.repository ? former->serial + 1 : 1;
  index.issued = now;
  index.expires = now + what.days * day_seconds;
  index.keys = !what.next_keys.empty() || !former ? what.next_keys : former->keys;
  index.program = what.program || !former ? what.program : former->program;
  TRY(index.models, offers_of(what.folder, former));
  const std::string text = write_index(index);
  TRY_VOID(parse_index(text)); // what nobody would take is not published
  std::vector<SignatureLine> lines;
  for (const SecretKey& key : keys)
    lines.push_back(sign_index(text, key));
  TRY_VOID(write_file(what.folder / index_name, as_bytes(text)));
  TRY_VOID(write_file(what.folder / signatures_name, as_bytes(write_signatures(lines))));
  return index;
}

Result<Pack> pack_of(Source& source) {
  Pack files;
  TRY(files[index_name], source.get(index_name, limits::index_bytes));
  TRY(files[signatures_name], source.get(signatures_name, limits::signature_bytes));
  TRY(const Index index, parse_index(as_text(files[index_name])));
  std::uint64_t all = 0;
  for (const OfferedModel& offer : index.models) {
    TRY(files[offer.file], source.get(offer.file, offer.bytes));
    all += offer.bytes;
    if (all > limits::pack_bytes - (4U << 20))
      return fail(Errc::limit, "packed models are at most 64 MB");
  }
  return files;
}

} // namespace platen::update
