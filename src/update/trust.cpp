#include "update/trust.h"

#include "update/update_limits.h"

#include <algorithm>

namespace platen::update {

namespace {

bool has(const std::vector<PublicKey>& keys, const PublicKey& key) {
  return std::ranges::find(keys, key.bytes, &PublicKey::bytes) != keys.end();
}

// That which was accepted once, by a key that it withdrew itself, is still the present one.
bool is_known(const Record& record, std::string_view index, const Settings& settings) {
  return !record.keys.empty() && index == record.index && record.configured == settings.keys;
}

Result<void> check_repository(const Record& record, const Index& index, const Settings& settings,
                              const PublicKey* signer) {
  if (record.repository.empty() || record.repository == index.repository) return {};
  const bool moved = !settings.source.empty() && settings.source != record.source;
  if (moved && signer != nullptr && has(settings.keys, *signer)) return {};
  return fail(Errc::denied, "this is the index of \"" + index.repository + "\", and \"" +
                                record.repository +
                                "\" is followed here; to follow another, change [updates] source");
}

Result<void> check_serial(const Record& record, const Index& index, std::string_view text) {
  const auto seen = record.serials.find(index.repository);
  if (seen == record.serials.end()) return {};
  if (index.serial < seen->second)
    return fail(Errc::conflict,
                "the index is older than the one that is known here (serial number " +
                    std::to_string(index.serial) + ", known " + std::to_string(seen->second) +
                    "): it is not taken");
  const bool same_place = index.serial == seen->second && record.repository == index.repository;
  if (same_place && !record.index.empty() && record.index != text)
    return fail(Errc::conflict, "there are two different indexes with the serial number " +
                                    std::to_string(index.serial) + ": this one is not taken");
  return {};
}

void withdraw(Record& record, const Index& index, const std::vector<PublicKey>& trusted) {
  std::erase_if(record.withdrawn, [&](const Withdrawn& gone) {
    return std::ranges::find(index.keys, gone.key, id_of) != index.keys.end();
  });
  for (const PublicKey& key : trusted)
    if (!has(index.keys, key)) record.withdrawn.push_back({id_of(key), index.serial});
}

} // namespace

std::vector<PublicKey> trusted_keys(const Record& record, const Settings& settings) {
  const bool rotated = !record.keys.empty() && record.configured == settings.keys;
  return rotated ? record.keys : settings.keys;
}

Result<void> check_time(const Index& index, Time now) {
  if (index.expires <= now)
    return fail(Errc::conflict, "the index " + std::to_string(index.serial) + " of " +
                                    index.repository + " expired on " + day_of(index.expires) +
                                    ": its publisher has to renew it; what is there stays");
  if (index.issued > now + limits::clock_ahead)
    return fail(Errc::conflict, "the index is of " + to_text(index.issued) +
                                    ", which is yet to come: is the clock of this machine right?");
  return {};
}

Result<Index> accept_index(Record& record, std::string_view text, std::string_view signatures,
                           const Settings& settings, Time now) {
  const std::vector<PublicKey> trusted = trusted_keys(record, settings);
  std::optional<PublicKey> signer;
  if (!is_known(record, text, settings)) {
    const bool as_before = record.configured == settings.keys;
    TRY(signer, verify_index(text, signatures, trusted,
                             as_before ? record.withdrawn : std::vector<Withdrawn>(), now));
  }
  TRY(Index index, parse_index(text));
  TRY_VOID(check_repository(record, index, settings, signer ? &*signer : nullptr));
  TRY_VOID(check_serial(record, index, text));
  TRY_VOID(check_time(index, now));
  if (record.configured != settings.keys) {
    record.keys.clear();
    record.withdrawn.clear();
  }
  if (!index.keys.empty()) {
    if (record.index != text) withdraw(record, index, trusted);
    record.keys = index.keys;
  }
  record.configured = settings.keys;
  record.source = settings.source;
  record.repository = index.repository;
  record.serials[index.repository] = index.serial;
  record.index = text;
  if (signer) record.signatures = signatures;
  return index;
}

} // namespace platen::update
