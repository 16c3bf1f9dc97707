#pragma once

#include "image/image.h"
#include "pipeline/executor.h"

#include <memory>

namespace platen::pipeline {

// The rows of `source` through `stages` (at least one), made when they are read, on the reader's
// thread: the same bytes as run_banded() gives, for pages that are a part of another page. Reading
// the last row reads the source to its end, so that what is wrong there is found. Errc::bug where
// the stages do not fit together.
Result<std::unique_ptr<RowSource>> make_pulled(std::unique_ptr<RowSource> source, Stages stages);

} // namespace platen::pipeline
