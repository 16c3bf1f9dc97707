#pragma once

#include "model/model.h"

#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace platen::model {

// All models of a program, which others may take the place of while it runs. Copies share them.
// What now() gave stays as it is, at the same place, for as long as a copy lives: models change a
// few times in the life of a server, and the former ones are kept for whoever still looks at them.
class Catalogue {
public:
  Catalogue() : held_(std::make_shared<Held>()) {}
  // Of models that outlive it.
  Catalogue(std::span<const Model> lasting) : Catalogue() { held_->now = lasting; }
  Catalogue(const std::vector<Model>& lasting) : Catalogue(std::span<const Model>(lasting)) {}

  std::span<const Model> now() const {
    const std::lock_guard lock(held_->mutex);
    return held_->now;
  }
  operator std::span<const Model>() const { return now(); }
  void replace(std::vector<Model> models) const {
    auto next = std::make_unique<const std::vector<Model>>(std::move(models));
    const std::lock_guard lock(held_->mutex);
    held_->now = *next;
    held_->all.push_back(std::move(next));
  }

private:
  struct Held {
    std::mutex mutex;
    std::span<const Model> now;
    std::vector<std::unique_ptr<const std::vector<Model>>> all;
  };
  std::shared_ptr<Held> held_;
};

} // namespace platen::model
