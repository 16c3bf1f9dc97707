#pragma once

#include "flow/side_maker.h"
#include "image/image.h"

#include <memory>

namespace platen::flow {

// A drawn page (rgb8) in black and white where the job asks for it; any other as it is.
Result<std::unique_ptr<RowSource>> toned_page(std::unique_ptr<RowSource> page,
                                              const JobContext& job);

} // namespace platen::flow
