#pragma once

#include "render/document.h"

#include <list>
#include <mutex>

namespace platen::preview {

// Colour tables that workers have made, for who asks for the same ones again. Thread-safe.
class KeptTables {
public:
  Result<ColourTable> table(const render::TableRequest& request, const render::Limits& limits,
                            const Cancel& cancel);

private:
  static constexpr std::size_t most = 16;

  struct Known {
    Buffer source;
    model::ColourTarget target;
    bool gamut = false;
    ColourTable table;
  };
  std::mutex mutex_;
  std::list<Known> known_; // the newest first
};

} // namespace platen::preview
