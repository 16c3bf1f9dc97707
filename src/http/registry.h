#pragma once

#include "http/admission.h"

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace platen::http {

class Connection;

// All open connections. From any thread.
class Registry {
public:
  using Place = std::list<Connection*>::iterator;
  Place add(Connection& connection);
  void remove(Place place);
  std::size_t size() const;
  Crowd crowd(const Source& source) const;
  // Those that `wanted` says yes to, which may look at what is safe from any thread alone.
  std::vector<std::shared_ptr<Connection>>
  select(const std::function<bool(const Connection&)>& wanted) const;

private:
  mutable std::mutex mutex_;
  std::list<Connection*> all_;
  std::map<Source, std::size_t> from_;
};

} // namespace platen::http
