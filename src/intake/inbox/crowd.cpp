#include "intake/inbox/crowd.h"

#include "base/intake_limits.h"

namespace platen::intake::inbox {

bool Crowd::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (all_ >= limits::inbox_connections) return false;
  const auto found = each_.find(address);
  if (found != each_.end() && found->second >= limits::inbox_connections_of_address) return false;
  ++all_;
  ++each_[address];
  return true;
}

void Crowd::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  --all_;
  if (const auto found = each_.find(address); --found->second == 0) each_.erase(found);
}

} // namespace platen::intake::inbox
