#pragma once

#include "wire/ipp/message.h"

#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace platen::intake::ipp {

// The "requested-attributes" of a request: names of attributes and of groups of them.
class Requested {
public:
  // `fallback` stands for a request without them.
  Requested(const platen::ipp::Message& request, std::initializer_list<std::string_view> fallback);

  // By its name or by its group's ("job-description", ...); `all` names every group but not what is
  // only given by name.
  bool wants(std::string_view name, std::string_view group) const {
    return all_ || names_.contains(group) || names_.contains(name);
  }
  bool by_name(std::string_view name) const { return names_.contains(name); }
  // Whether a group is wanted, or one of the names that belong to it.
  bool any_of(std::string_view group,
              const std::function<bool(const std::string& name)>& belongs) const;
  bool all() const { return all_; }

private:
  bool all_ = false;
  std::set<std::string, std::less<>> names_;
};

} // namespace platen::intake::ipp
