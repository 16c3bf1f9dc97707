#pragma once

#include "encode/language.h"

#include <functional>
#include <optional>

namespace platen::filter {

// Repeats the sides of a job whose copies nobody else makes: a sheet is front and back, again and
// again. `put` gives one side to the filter.
class PageCopies {
public:
  using Put = std::function<Result<void>(const encode::SideSpec& spec, const Spool& payload)>;

  Result<void> put_side(const encode::SideSpec& spec, const Spool& payload, bool two_sided,
                        const Put& put);

private:
  struct Front {
    encode::SideSpec spec;
    Spool payload;
  };
  std::optional<Front> front_; // of a sheet that is wanted more than once
};

} // namespace platen::filter
