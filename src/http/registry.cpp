#include "http/registry.h"

#include "http/connection.h"

#include <vector>

namespace platen::http {

Registry::Place Registry::add(Connection& connection) {
  const std::scoped_lock lock(mutex_);
  const Place place = all_.insert(all_.end(), &connection);
  try {
    ++from_[connection.source()];
  } catch (...) { // no memory: it is in both or in neither
    all_.erase(place);
    throw;
  }
  return place;
}

void Registry::remove(Place place) {
  const std::scoped_lock lock(mutex_);
  const Source source = (*place)->source();
  all_.erase(place);
  const auto found = from_.find(source);
  if (--found->second == 0) from_.erase(found);
}

std::size_t Registry::size() const {
  const std::scoped_lock lock(mutex_);
  return all_.size();
}

Crowd Registry::crowd(const Source& source) const {
  const std::scoped_lock lock(mutex_);
  const auto found = from_.find(source);
  return {all_.size(), found == from_.end() ? 0 : found->second};
}

std::vector<std::shared_ptr<Connection>>
Registry::select(const std::function<bool(const Connection&)>& wanted) const {
  // The last owner may let go meanwhile; its destructor then waits for this lock, so the owners
  // that are found here have to outlive it.
  std::vector<std::shared_ptr<Connection>> found;
  const std::scoped_lock lock(mutex_);
  for (Connection* const one : all_)
    if (wanted(*one))
      if (auto owner = one->weak_from_this().lock()) found.push_back(std::move(owner));
  return found;
}

} // namespace platen::http
