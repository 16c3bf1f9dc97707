#pragma once

#include "update/pins.h"
#include "update/publish.h"
#include "update/update.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace platen::update {

inline constexpr Time today = 1'796'000'000; // 2026-11-30

// A publisher's files in memory, and a state folder of a reader's.
class World : public testing::Test {
protected:
  World();
  ~World() override;

  // The file of a model with this id and version, and what else is to stand in it.
  static std::string model_text(const std::string& id, std::int64_t version,
                                const std::string& more = {});
  void offer(const std::string& id, std::int64_t version, const std::string& text);
  void offer(const std::string& id, std::int64_t version) {
    offer(id, version, model_text(id, version));
  }
  void sign() { sign({&key_}); }
  void sign(std::initializer_list<const SecretKey*> keys);
  // An error, or what was done.
  Result<Outcome> update(Wish wish = {.models = {}, .all = true, .dry_run = false},
                         Time now = today);
  std::string refusal(Time now = today);
  std::int64_t version_of(const std::string& id) const; // in force; 0: there is no such model

  SecretKey key_ = *SecretKey::make(), other_ = *SecretKey::make();
  Index index_;
  std::map<std::string, Buffer> files_; // of the source
  Settings settings_;
  Place place_;
};

} // namespace platen::update
