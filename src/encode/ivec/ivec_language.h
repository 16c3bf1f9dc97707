#pragma once

#include "encode/language.h"
#include "model/model.h"

#include <chrono>
#include <functional>
#include <memory>

namespace platen::encode {

using WallClock = std::function<std::chrono::system_clock::time_point()>;

// IVEC (docs/protocols/ivec.md) for one ticket; `now` is asked once, for a device that wants to be
// told the time.
std::unique_ptr<Language> make_ivec(const model::Model& model, const model::Ticket& ticket,
                                    WallClock now);

} // namespace platen::encode
